import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { World } from './world.js';

const MOMENTS = 10;
/** Seconds within which what Ctrl-C has ended is gone. */
const PATIENCE = 30;

/** A script that is interrupted. */
interface Script {
  /** What is done before each time. */
  readonly prepare?: (world: World, i: number) => unknown;
  /** What brings everything up again in the end. @default - a deploy */
  readonly after?: (world: World) => Promise<unknown>;
  /** Seconds that it takes by itself @default - measured */
  readonly whole?: number;
}

const startDev = ({ system }: World) => system.must('./scripts/dev-mode.sh', '--detach', '--replace');
const back = (world: World) => world.mustDeploy('--replace');
const edit = (world: World, i: number) => writeSource(world.system, 'one', `well, interrupted ${i}`);

const SCRIPTS = {
  compose: {
    'prod-mode.sh': { prepare: edit },
    'prod-mode.sh --rollback': {},
    'stop-prod.sh': { prepare: (world) => world.mustDeploy() },
    'dev-mode.sh --detach --replace': { prepare: edit, after: back },
    'stop-dev.sh': { prepare: startDev, after: back },
    'watch.sh': { prepare: (world, i) => i < 0 && startDev(world), whole: 5, after: back },
    'export.sh out': {},
    'status.sh prod': {},
    'verify.sh prod': {},
    'prune.sh': {},
    'diff.sh': {},
    'graph.sh': {},
    'validate-mounts.sh': {},
    'compose.sh prod ps': {},
    'lock-images.sh': {},
  },
  terraform: {
    'cdktf.sh synth': {},
    'cdktf.sh diff prod': {},
    'cdktf.sh deploy prod --auto-approve': { prepare: edit },
  },
} as const satisfies Record<string, Record<string, Script>>;

describe.each(['compose', 'terraform'] as const)('scripts that are interrupted, by %s', (engine) => {
  let world: World;

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfsigint', portOffset: 21_400 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  /** Seconds that a script takes by itself. */
  async function measured(program: string, args: readonly string[]): Promise<number> {
    const began = Date.now();
    await world.system.run(program, args);
    return (Date.now() - began) / 1000;
  }

  for (const [script, how] of Object.entries<Script>(SCRIPTS[engine])) {
    const { prepare = () => {}, after = () => world.deployAgain(), whole } = how;
    fault(
      'interrupted',
      () => world,
      async ({ system }, say) => {
        const [name = '', ...words] = script.split(' ');
        const args = words.map((word) => (word === 'out' ? join(system.directory, word) : word));
        const program = `./scripts/${name}`;
        await prepare(world, -1);
        const seconds = whole ?? (await measured(program, args));
        for (let i = 0; i < MOMENTS; i++) {
          await prepare(world, i);
          // it has the whole process group interrupted, as a terminal does
          const limit = [
            '--signal=INT',
            `--kill-after=${PATIENCE}`,
            ((seconds * (i + 0.5)) / MOMENTS).toFixed(2),
          ];
          const { exitCode } = await system.run('timeout', [...limit, program, ...args]);
          expect(exitCode, `${script} was killed`).not.toBe(137);
        }
        await after(world);
        await world.healthy();
        say({ times: MOMENTS });
      },
      { engine, part: script },
    );
  }
});
