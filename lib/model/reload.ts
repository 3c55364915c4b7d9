/**
 * What runs a service's own command in dev, and restarts it at SIGHUP: the program's start is then all that an edit waits
 * for, where a restart of its container takes a second more. The new one starts while the old one ends by SIGTERM. One
 * that fails ends the container, which the engine starts again. All else is the program's own: the signals that end it, and
 * the code that it ends with. Its children go with it, for they have its process group.
 */
export const RELOADER = [
  'again=1 pid=',
  'stop() { [ -z "$pid" ] || kill -s TERM -- "-$pid"; }',
  'trap "again=1; stop" HUP',
  'trap "again=; stop" TERM INT',
  'while [ "$again" ]; do again=; setsid "$@" & pid=$!',
  // a signal ends the waiting before the program has ended, or before it is told with which code
  '{ while wait "$pid"; code=$?; [ -z "$again" ] && kill -s 0 "$pid"; do :; done',
  '[ "$again" ] || wait "$pid"; last=$?; } 2>/dev/null',
  '[ "$last" = 127 ] || code=$last',
  'done',
  'exit "$code"',
].join('; ');

const PREFIX = ['sh', '-c', RELOADER, 'reloader'];

/** A command that runs `command`, and restarts it at SIGHUP. */
export function reloading(command: readonly string[]): string[] {
  return [...PREFIX, ...command];
}

/** The command that a reloading one runs; undefined for one that is none. */
export function reloaded(command: readonly string[] | undefined): readonly string[] | undefined {
  return command && PREFIX.every((word, i) => command[i] === word) ? command.slice(PREFIX.length) : undefined;
}

/** Shell: sets `reloader` and `program` to their process numbers. The reloader is the first child of the engine's init. */
const FIND = [
  'set -- $(cat /proc/1/task/1/children) && reloader=$1',
  'set -- $(cat "/proc/$reloader/task/$reloader/children") && program=$1',
  '[ "$program" ] || exit 1',
];

/**
 * Run by a shell in the container: restarts the program. `docker kill` would be quicker, but Docker Engine 20.10 takes
 * any signal that it sends as a request not to restart the container when it ends.
 */
export const RELOAD_SCRIPT = [...FIND, 'kill -s HUP "$reloader"'].join('\n');

/** Run by a shell in the container: prints what `programAge` reads. */
export const PROGRAM_SCRIPT = [...FIND, 'cat /proc/uptime "/proc/$program/stat"'].join('\n');

/** Linux counts in these for every program to see, whatever the kernel's own clock does (proc_pid_stat(5)). */
const TICKS_A_SECOND = 100;

/** Seconds since a program began; undefined where the text does not say. @param text of `/proc/uptime` and its `stat` */
export function programAge(text: string): number | undefined {
  const [uptime = '', stat = ''] = text.split('\n');
  // the second field, a name in parentheses, may have spaces; the start is the twenty-second
  const started = stat.replace(/^.*\) /, '').split(' ')[19];
  const age = Number.parseFloat(uptime) - Number(started) / TICKS_A_SECOND;
  return Number.isNaN(age) ? undefined : age;
}
