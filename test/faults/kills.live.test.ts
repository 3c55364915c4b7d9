import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { docker, lines } from '../live/engine.js';
import { DEPLOY, expectNoPlan, TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { World } from './world.js';

const MOMENTS = 20;
const PART = 2;
const PARTS = Array.from({ length: MOMENTS / PART }, (_, i) => i);

const COMMAND = {
  compose: ['./scripts/prod-mode.sh'],
  terraform: ['node_modules/.bin/cdktf', 'deploy', 'prod', ...DEPLOY],
} as const;

describe.each(['compose', 'terraform'] as const)('a deploy that is killed, by %s', (engine) => {
  let world: World;
  /** Milliseconds that one takes by itself. */
  let whole: number;
  const [program, ...args] = COMMAND[engine];

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfkill', portOffset: 24_000 });
    await world.mustDeploy();
    await world.writeRows();
    writeSource(world.system, 'one', 'well, in another release');
    const began = Date.now();
    await world.system.must(program, ...args);
    whole = Date.now() - began;
  });
  afterAll(() => world?.remove());

  for (const part of PARTS)
    fault(
      'killed-deploy',
      () => world,
      async ({ system }, say) => {
        let waits = 0;
        for (let i = part * PART; i < (part + 1) * PART; i++) {
          writeSource(system, 'one', `well, after kill ${i}`);
          await world.killed(program, args, (whole * (i + 0.5)) / MOMENTS);
          waits += Math.min(await world.deployAgain(), 1);
          expect(await world.content('one')).toBe(`well, after kill ${i}`);
          await world.healthy();
          const label = ['--filter', `label=io.opsconductor.system=${system.name}`, '--format', '{{.Names}}'];
          const names = lines(await docker('ps', '--all', ...label)).sort();
          const own = ['one', 'two'].map((service) => system.container(service, 'prod'));
          expect(names).toEqual([...own, `${own[0]}-by-hand`].sort());
        }
        if (engine === 'terraform') await expectNoPlan(system, 'prod');
        say({
          times: PART,
          ...(waits > 0 ? { measured: `${waits} waited for what the killed one had left at work` } : {}),
        });
      },
      { engine, part: `moments ${part * PART + 1} to ${(part + 1) * PART} of ${MOMENTS}` },
    );
});
