/** The guard's process, started with a plan by `guard.ts`; nobody reads what it writes but in its log. */
import { appendFileSync } from 'node:fs';
import { guardFile, guardLog } from '../lib/engine/guard-files.js';
import { guarding } from '../lib/guard/guarding.js';
import type { GuardPlan } from '../lib/model/guard.js';
import { readPlan } from './read-plan.js';

const planFile = process.argv.at(-1) ?? '';
const plan = readPlan<GuardPlan>(planFile);

const file = guardFile(plan.sourceRoot, plan);
const ending = new AbortController();
if (file.take() === undefined) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ending.abort());
  process.on('SIGHUP', () => {});
  process.on('exit', () => {
    if (file.isOwn) file.giveBack();
  });
  const say = (line: string) =>
    appendFileSync(guardLog(plan.sourceRoot, plan), `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
  void guarding(plan, { heals: true, say, isWanted: () => file.isOwn, signal: ending.signal }).then(() =>
    process.exit(0),
  );
}
