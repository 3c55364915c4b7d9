/**
 * Twenty releases in a row by Docker Swarm under load, on an engine of its own: how many requests got no answer, and how long a release
 * takes. `node --import ./cli/typescript.mjs bench/releases.ts [RELEASES] [REQUESTS A SECOND]`
 */

import { TestSystem } from '../test/live/harness.js';
import { removeMigration, writeMigration } from '../test/live/schema.js';
import { SECOND_ENGINE_LACK, SecondEngine } from '../test/live/second-engine.js';
import { LEFT_OUT, SwarmSystem } from '../test/live/swarm.js';

const [releases = '20', rate = '100'] = process.argv.slice(2);
const PROD = './scripts/prod-mode.sh';
/** Which of them do not go as the others. */
const [UNHEALTHY, FAILING_JOB, ROLLED_BACK] = [6, 11, 16];

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
  await swarm.build();
  console.log('built');
  await swarm.must(PROD, '--swarm', '--setup');
  await swarm.makeAccount();
  const before = (await swarm.query('SELECT count(*) FROM accounts'))[0];
  const load = await swarm.load(Number(rate));
  const seconds: number[] = [];
  for (let n = 1; n <= Number(releases); n++) {
    const what = await release(n);
    if (what.seconds !== undefined) seconds.push(what.seconds);
    console.log(`release ${n}: ${what.said}`);
  }
  const result = await load.end();
  const after = (await swarm.query('SELECT count(*) FROM accounts'))[0];
  seconds.sort((a, b) => a - b);
  console.log(
    `${releases} releases, ${(result.sent / result.lasted).toFixed(0)} requests a second for ${result.lasted.toFixed(0)} s: ${result.sent} sent, ${result.failed} failed; ${result.slowAnswers} of 4 s answered; the slowest other ${result.slowest} ms; accounts ${before} → ${after}`,
  );
  if (seconds.length > 0)
    console.log(`a release that came up: median ${seconds[Math.floor(seconds.length / 2)]?.toFixed(1)} s`);
  for (const failure of result.failures) console.log(`  ${failure}`);
  if (result.failed > 0 || before !== after) process.exitCode = 1;
} finally {
  await swarm.remove();
}

async function release(n: number): Promise<{ readonly said: string; readonly seconds?: number }> {
  if (n === ROLLED_BACK) return timed(PROD, '--rollback');
  swarm.writeVersion(n === UNHEALTHY ? 'bad' : String(n));
  if (n === FAILING_JOB) writeMigration(system, '900_wrong.sql', 'SELECT nobody FROM nowhere;');
  await swarm.build();
  if (n !== UNHEALTHY && n !== FAILING_JOB) return timed(PROD, '--swarm');
  const { exitCode, stderr } = await swarm.run(PROD, '--swarm');
  removeMigration(system, '900_wrong.sql');
  if (exitCode !== 1) throw new Error(`release ${n} was to fail, and ended with ${exitCode}`);
  return { said: stderr.split('\n')[0] ?? '' };
}

async function timed(program: string, ...args: readonly string[]) {
  const began = Date.now();
  await swarm.must(program, ...args);
  const seconds = (Date.now() - began) / 1000;
  return { said: `${args.join(' ')}, ${seconds.toFixed(1)} s`, seconds };
}
