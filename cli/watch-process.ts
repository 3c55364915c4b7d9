/** The watcher's process, started with a plan by `run-and-watch.ts`. */
import { guarding } from '../lib/guard/guarding.js';
import { counted } from '../lib/model/counted.js';
import { bindsOf, timed, type WatchPlan } from '../lib/model/watch.js';
import { EditLog } from '../lib/watch/edit-log.js';
import { fileSystemHint } from '../lib/watch/file-system.js';
import { lock } from '../lib/watch/lock.js';
import { Presence } from '../lib/watch/presence.js';
import { Watcher } from '../lib/watch/watcher.js';
import { readPlan } from './read-plan.js';
import { runReported } from './report.js';
import { whoEnded } from './who-ended.js';

const planFile = process.argv.at(-1) ?? '';

const plan = readPlan<WatchPlan>(planFile);
const { commands } = plan.conventions;

void runReported(plan, async () => {
  let isEnding = false;
  process.on('exit', lock(plan));
  const edits = new EditLog(plan);
  const watcher = new Watcher(plan, console.log, (edit) => edits.add(edit));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // a reader that has seen enough (`| head`), or a terminal that was closed, is not an error
  for (const stream of [process.stdout, process.stderr]) stream.on('error', end);
  const watched = plan.services.filter((service) => bindsOf(service).length > 0);
  const what =
    watched.length > 0
      ? `the live files of ${counted(watched.length, 'service')}`
      : 'what is baked: no service has live files';
  console.log(`\nWatching ${what}. Ctrl-C stops watching; the services keep running.`);
  if (plan.poll === undefined) {
    const hint = fileSystemHint(plan.sourceRoot);
    if (hint) console.log(hint);
  }
  const guards = new AbortController();
  process.on('exit', () => guards.abort());
  const say = (line: string) => console.log(timed(new Date(), line));
  const presence = new Presence('dev', { say, who: () => whoEnded(plan, 'dev'), over: (line) => over(line) });
  const looked = async (seen: Parameters<Presence['look']>[0]) => {
    await presence.look(seen, performance.now() / 1000);
    return presence.isDown;
  };
  void guarding(
    { ...plan, mode: 'dev' },
    { heals: false, say: console.log, looked, isWanted: () => true, signal: guards.signal },
  ).then(() => over('dev was ended: its containers are gone'));
  await watcher.start();

  function end(): void {
    endWith(
      `\nStopped watching; the services keep running. ${commands.watch} watches again, ${commands['stop-dev']} stops them.`,
    );
  }

  function over(line: string): void {
    say(line);
    endWith(`Stopped watching. ${commands.dev} starts dev again.`);
  }

  function endWith(last: string): void {
    // Ctrl-C comes twice where npx passes on what the terminal has said to both
    if (isEnding) return;
    isEnding = true;
    void watcher.end().then(() => {
      console.log(last);
      process.exit(0);
    });
  }
});
