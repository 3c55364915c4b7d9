/**
 * Twenty releases in a row by Docker Swarm under load, on an engine of its own: how many requests got no answer, and how long a release
 * takes. `node --import ./cli/typescript.mjs bench/releases.ts [RELEASES] [REQUESTS A SECOND]`
 */

import { TestSystem } from '../test/live/harness.js';
import { removeMigration, writeMigration } from '../test/live/schema.js';
import { SECOND_ENGINE_LACK, SecondEngine } from '../test/live/second-engine.js';
import { SwarmSystem } from '../test/live/swarm.js';

const [releases = '20', rate = '100'] = process.argv.slice(2);
const PROD = './scripts/prod-mode.sh';
/** Which of them do not go as the others. */
const [UNHEALTHY, FAILING_JOB, ROLLED_BACK] = [6, 11, 16];
/** What the load does not ask for: a page, and a model that no registry has. */
const LEFT_OUT = ['frontend', 'ollama'];
/** The program of each service, which are released in turn. */
const PROGRAMS = [
  ...['identity-service/main.py', 'ai-brain/main_clean.py', 'asset-service/main.py'],
  ...[
    'communication-service/main.py',
    'automation-service/main_clean.py',
    'network-analyzer-service/main.py',
  ],
];
const numbers = Array.from({ length: Number(releases) }, (_, i) => i + 1);

if (SECOND_ENGINE_LACK) {
  console.error(`error: it ${SECOND_ENGINE_LACK}.`);
  process.exit(1);
}
const system = await TestSystem.make({ name: 'ocreleases', portOffset: 19_300, without: LEFT_OUT });
const swarm = new SwarmSystem(system, await SecondEngine.start());
// Ctrl-C ends the engine, too
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => swarm.remove().finally(() => process.exit(1)));
try {
  swarm.prepareSample();
  await build();
  say('built');
  await swarm.must(PROD, '--swarm', '--setup');
  await swarm.makeAccount();
  const before = await rows();
  const load = await swarm.load(Number(rate), 'all');
  const seconds: number[] = [];
  for (const n of numbers) {
    const what = await release(n);
    if (what.seconds !== undefined) seconds.push(what.seconds);
    say(`release ${n}: ${what.said}`);
  }
  const result = await load.end();
  const after = await rows();
  seconds.sort((a, b) => a - b);
  const acknowledged = { accounts: before.accounts, questions: before.questions + result.questions };
  say(
    `${releases} releases, ${(result.sent / result.lasted).toFixed(0)} requests a second for ${result.lasted.toFixed(0)} s: ${result.sent} sent, ${result.failed} failed; the slowest ${result.slowest} ms`,
  );
  say(`answered: ${result.slowAnswers} of 4 s, ${result.logins} sign-ins, ${result.questions} questions`);
  say(`rows: ${JSON.stringify(after)}; at least ${JSON.stringify(acknowledged)} were acknowledged`);
  if (seconds.length > 0)
    say(
      `a release that came up: median ${seconds[Math.floor(seconds.length / 2)]?.toFixed(1)} s, ${seconds[0]?.toFixed(1)} to ${seconds.at(-1)?.toFixed(1)} s`,
    );
  if (result.failed > 0) say(`failed, by second: ${JSON.stringify(result.failedAt)}`);
  for (const failure of result.failures) say(`  ${failure}`);
  const isLost = after.accounts < acknowledged.accounts || after.questions < acknowledged.questions;
  if (result.failed > 0 || isLost) process.exitCode = 1;
} finally {
  await swarm.remove();
}

/** Builds all of them first: a build takes the processors that the requests need, and copies of images most of the time. */
async function build(): Promise<void> {
  const images: string[] = [];
  for (const n of [0, ...numbers]) {
    if (n === ROLLED_BACK) continue;
    write(n);
    images.push(...(await swarm.buildHere()));
  }
  await swarm.copy(images);
}

/** Brings the source tree to what a release has; those that did not come up, or were taken back, have left nothing in later ones. */
function write(n: number): void {
  const isKept = (each: number) =>
    ![UNHEALTHY, FAILING_JOB, ROLLED_BACK].includes(each) && !(each === ROLLED_BACK - 1 && n > ROLLED_BACK);
  for (const [i, program] of PROGRAMS.entries()) {
    const own = numbers.filter((each) => each <= n && each % PROGRAMS.length === i);
    const last = own.filter((each) => each === n || isKept(each)).at(-1) ?? 0;
    swarm.writeVersion(last === UNHEALTHY ? 'bad' : String(last), program);
  }
  if (n === FAILING_JOB) writeMigration(system, '900_wrong.sql', 'SELECT nobody FROM nowhere;');
  else removeMigration(system, '900_wrong.sql');
}

async function release(n: number): Promise<{ readonly said: string; readonly seconds?: number }> {
  if (n === ROLLED_BACK) return timed(PROD, '--rollback');
  write(n);
  if (n !== UNHEALTHY && n !== FAILING_JOB) return timed(PROD, '--swarm');
  const { exitCode, stderr } = await swarm.run(PROD, '--swarm');
  if (exitCode !== 1) throw new Error(`release ${n} was to fail, and ended with ${exitCode}`);
  return { said: stderr.split('\n')[0] ?? '' };
}

async function timed(program: string, ...args: readonly string[]) {
  const began = Date.now();
  const said = await swarm.must(program, ...args);
  const seconds = (Date.now() - began) / 1000;
  const replaced = said.split('\n').find((line) => line.startsWith('Replaced without a break')) ?? '';
  return { said: `${args.join(' ')}, ${seconds.toFixed(1)} s. ${replaced}`, seconds };
}

async function rows() {
  const count = async (table: string) => Number((await swarm.query(`SELECT count(*) FROM ${table}`))[0]);
  return { accounts: await count('accounts'), questions: await count('questions') };
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}
