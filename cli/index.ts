#!/usr/bin/env node
/** `npx twomode`, and what scripts start from a project's directory: its `main.ts`, with a command. */
import { existsSync } from 'node:fs';
import { heedSignals } from '../lib/engine/interruption.js';
import { WATCH_PLAN } from '../lib/model/watch.js';
import { CHECK_TYPES } from './check-types.js';
import { endInterrupted } from './interrupted.js';
import { letReaderEnd } from './let-reader-end.js';

const words = process.argv.slice(2);
// of the ten that Terraform runs at once none says how things stand
if (words[0] !== 'await') heedSignals(endInterrupted);
letReaderEnd();

/** Whether it is asked what can be called, or nothing is. */
const asksHelp =
  words.length === 0 || words[0] === 'help' || words.includes('--help') || words.includes('-h');
// a script goes to its own project: `init` begins one where it is called
if (words[0] === 'init' && process.env.TWOMODE_CALLED_FROM !== undefined)
  process.chdir(process.env.TWOMODE_CALLED_FROM);
// where `init` has put the description of a checkout
if (words[0] !== 'init' && !existsSync('main.ts') && existsSync('infra/main.ts')) {
  process.env.TWOMODE_CALLED_FROM ??= process.cwd();
  process.chdir('infra');
}
// what goes on as the watcher, unless somebody waits for its plan already
const watches = (words[0] === 'dev' || words[0] === 'watch') && process.env[WATCH_PLAN] === undefined;

if (words[0] === 'init') {
  const { init } = await import('./init.js');
  await init(words.slice(1));
} else if (words[0] === CHECK_TYPES) {
  const { checkTypesAlone } = await import('./check-types.js');
  await checkTypesAlone(process.cwd());
} else if (words[0] === 'await') {
  const { awaitHealthy } = await import('./await.js');
  await awaitHealthy(words.slice(1));
} else if (words[0] === 'job') {
  const { runDeployedJob } = await import('./deployed-job.js');
  await runDeployedJob(words.slice(1));
} else if (words[0] === 'guard') {
  const { guardDeployed } = await import('./guard.js');
  await guardDeployed(words.slice(1));
} else if (words[0] === 'validate' && !existsSync('main.ts')) {
  const { validateOnly } = await import('./validate-only.js');
  await validateOnly(words);
} else if (!existsSync('main.ts') && asksHelp) {
  const { helpOnly } = await import('./help-only.js');
  await helpOnly(words);
} else if (watches) {
  const { runAndWatch } = await import('./run-and-watch.js');
  process.exitCode = await runAndWatch(words);
} else {
  const { loadMain } = await import('./load-main.js');
  await loadMain(words);
}
