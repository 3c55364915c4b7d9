/**
 * Seconds from a save to the answer with the new revision, for one Python service and one file, by each way of making
 * the edit take effect: `node --import ./cli/typescript.mjs bench/edit-to-answer.ts [edits]`.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from '../test/live/engine.js';
import { type RunningProgram, TestSystem } from '../test/live/harness.js';
import { type Action, composeVariant } from './compose-variants.js';
import { answered, median, seconds } from './measure.js';
import { saveRevision } from './save.js';

const SERVICE = 'asset-service';
const FILE = 'main.py';
const PORT = 8002;
/** A way is measured a few times, then the next: what else the machine does meanwhile meets all of them. */
const AT_A_TIME = 5;

const edits = Number(process.argv[2] ?? 20);
const system = await TestSystem.make({ name: 'ocbench', portOffset: 22_000 });
const container = system.container(SERVICE, 'dev');
const floor: number[] = [];
let revision = 0;

/** Makes edits take effect from when it resolves. @returns what ends that */
type Way = () => Promise<{ readonly afterSave?: () => Promise<void>; readonly end: () => Promise<unknown> }>;

const ours: Way = async () => {
  await compose('restart', 'up', '--detach', '--wait', '--no-deps', '--no-build', SERVICE);
  return running(system.start('./scripts/watch.sh'), /Watching the live files/);
};

function composeWatch(action: Action): Way {
  return async () => {
    await compose(action, 'up', '--detach', '--wait', '--no-deps', '--no-build', SERVICE);
    const variant = composeVariant(system, SERVICE, FILE, action);
    return running(system.start('docker', [...variant, 'watch', '--no-up', SERVICE]), /Watch enabled/);
  };
}

const bareRestart: Way = async () => {
  await compose('restart', 'up', '--detach', '--wait', '--no-deps', '--no-build', SERVICE);
  return {
    afterSave: async () => {
      await docker('restart', container);
    },
    end: async () => {},
  };
};

const ways: Readonly<Record<string, Way>> = {
  'watch.sh': ours,
  'docker compose watch, sync+restart': composeWatch('sync+restart'),
  'docker compose watch, restart': composeWatch('restart'),
  'docker restart': bareRestart,
};

try {
  await system.must('./scripts/dev-mode.sh', '--detach', '--without', 'frontend,identity-service');
  const times = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let done = 0; done < edits; done += AT_A_TIME)
    for (const [name, way] of Object.entries(ways)) {
      const { afterSave, end } = await way();
      for (let i = done; i < Math.min(edits, done + AT_A_TIME); i++) {
        const time = await edit(afterSave);
        times.get(name)?.push(time);
        console.log(`${name}: ${seconds(time)}`);
      }
      await end();
    }
  print(times);
} finally {
  await system.remove();
}

async function edit(afterSave?: () => Promise<void>): Promise<number> {
  // until the service rests: its start and its first health probe are not part of the next edit
  await sleep(2500);
  const wanted = `r${++revision}`;
  const saved = performance.now();
  saveRevision(join(system.root, SERVICE, FILE), wanted);
  const answer = answered(system, { port: PORT, answer: ({ version }) => version === wanted });
  await afterSave?.();
  const time = (await answer) - saved;
  if (afterSave) {
    const startedAt = Date.parse(await docker('inspect', '--format', '{{.State.StartedAt}}', container));
    floor.push(performance.timeOrigin + saved + time - startedAt);
  }
  return time;
}

async function compose(action: Action, ...args: readonly string[]): Promise<void> {
  await docker(...composeVariant(system, SERVICE, FILE, action), ...args);
}

/** Waits until the program says that it watches, and a little longer, for it says so before it does. */
async function running(program: RunningProgram, ready: RegExp): Promise<RunningProgram> {
  await program.says(ready);
  await sleep(2000);
  return program;
}

function print(times: ReadonlyMap<string, readonly number[]>): void {
  const own = median(times.get('watch.sh') ?? []);
  console.log(`\nFrom the save of ${SERVICE}/${FILE} to the answer, ${edits} edits each:\n`);
  console.log('| way | median | fastest | slowest | watch.sh takes |');
  console.log('|---|---|---|---|---|');
  for (const [name, values] of [...times, ['floor: start of the process to its answer', floor] as const])
    console.log(
      `| ${name} | ${seconds(median(values))} | ${seconds(Math.min(...values))} | ${seconds(Math.max(...values))} | ${(own / median(values)).toFixed(2)} × |`,
    );
}
