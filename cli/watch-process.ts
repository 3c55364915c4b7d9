/** The watcher's process, started with a plan by `run-and-watch.ts`. */
import { guarding } from '../lib/guard/guarding.js';
import { counted } from '../lib/model/counted.js';
import { bindsOf, type WatchPlan } from '../lib/model/watch.js';
import { fileSystemHint } from '../lib/watch/file-system.js';
import { lock } from '../lib/watch/lock.js';
import { Watcher } from '../lib/watch/watcher.js';
import { readPlan } from './read-plan.js';
import { runReported } from './report.js';

const planFile = process.argv.at(-1) ?? '';

const plan = readPlan<WatchPlan>(planFile);
const { commands } = plan.conventions;

void runReported(plan, async () => {
  let isEnding = false;
  process.on('exit', lock(plan));
  const watcher = new Watcher(plan, console.log);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // a reader that has seen enough (`| head`), or a terminal that was closed, is not an error
  for (const stream of [process.stdout, process.stderr]) stream.on('error', end);
  const watched = plan.services.filter((service) => bindsOf(service).length > 0);
  console.log(
    `\nWatching the live files of ${counted(watched.length, 'service')}. Ctrl-C stops watching; the services keep running.`,
  );
  if (plan.poll === undefined) {
    const hint = fileSystemHint(plan.sourceRoot);
    if (hint) console.log(hint);
  }
  const guards = new AbortController();
  process.on('exit', () => guards.abort());
  void guarding(
    { ...plan, mode: 'dev' },
    { heals: false, say: console.log, isWanted: () => true, signal: guards.signal },
  );
  await watcher.start();

  function end(): void {
    // Ctrl-C comes twice where npx passes on what the terminal has said to both
    if (isEnding) return;
    isEnding = true;
    void watcher.end().then(() => {
      console.log(
        `\nStopped watching; the services keep running. ${commands.watch} watches again, ${commands['stop-dev']} stops them.`,
      );
      process.exit(0);
    });
  }
});
