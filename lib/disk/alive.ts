import { readFileSync } from 'node:fs';

/**
 * Whether a process is there, whoever's it is. One that has ended and whose parent has not asked for it yet, which the first process of many
 * a container never does, is not (proc_pid_stat(5), field 3).
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !'ZX'.includes(statOf(pid)[0] ?? '-');
}

/** Number and start of a process, for numbers come again (field 22). */
export function identity(pid: number): string {
  const started = statOf(pid)[19];
  return started === undefined ? String(pid) : `${pid} ${started}`;
}

/** What Linux says of it behind its name, from the third field on; empty where there is no such process, or no Linux. */
function statOf(pid: number): readonly string[] {
  try {
    // the second field, a name in parentheses, may have spaces
    const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return fields.split(' ').filter(Boolean);
  } catch {
    return [];
  }
}
