import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { fault } from './fault.js';
import { World } from './world.js';

const MOMENTS = 10;
/** Seconds within which what Ctrl-C has ended is gone. */
const PATIENCE = 30;

describe('scripts that are interrupted', () => {
  const engine = 'compose';
  let world: World;

  beforeAll(async () => {
    world = await World.make(engine, { name: 'oclfsigint', portOffset: 21_400 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  /** What is interrupted, and what is done before it each time. */
  const scripts: Readonly<Record<string, (i: number) => Promise<unknown>>> = {
    'prod-mode.sh': async (i) => writeSource(world.system, 'one', `well, interrupted ${i}`),
    'prod-mode.sh --rollback': async () => undefined,
    'stop-prod.sh': () => world.mustDeploy(),
    'export.sh': async () => undefined,
    'status.sh prod': async () => undefined,
    'verify.sh prod': async () => undefined,
    'prune.sh': async () => undefined,
  };

  for (const [script, prepare] of Object.entries(scripts))
    fault(
      'interrupted',
      () => world,
      async ({ system }, say) => {
        const [name = '', ...words] = script.split(' ');
        const args = name === 'export.sh' ? [join(system.directory, 'out')] : words;
        await prepare(-1);
        const began = Date.now();
        await system.run(`./scripts/${name}`, args);
        const whole = (Date.now() - began) / 1000;
        for (let i = 0; i < MOMENTS; i++) {
          await prepare(i);
          const seconds = (whole * (i + 0.5)) / MOMENTS;
          // it has the whole process group interrupted, as a terminal does
          const limit = ['--signal=INT', `--kill-after=${PATIENCE}`, seconds.toFixed(2)];
          const { exitCode } = await system.run('timeout', [...limit, `./scripts/${name}`, ...args]);
          expect(exitCode, `${script} was killed`).not.toBe(137);
        }
        await world.mustDeploy();
        await world.healthy();
        say({ times: MOMENTS });
      },
      { engine, part: script },
    );
});
