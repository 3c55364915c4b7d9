import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import type { Mode } from '../live/harness.js';
import { attempt, destroy, TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { World } from './world.js';

const PRUNES = 5;
/** What begins together: in each other's place, and twice the same. */
const TOGETHER: readonly (readonly Mode[])[] = [
  ['dev', 'prod'],
  ['prod', 'prod'],
];

describe.each(['compose', 'terraform'] as const)('what goes wrong in a deploy, by %s', (engine) => {
  let world: World;

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfdeploy', portOffset: 23_900 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  fault(
    'never-healthy',
    () => world,
    async ({ system }) => {
      const before = await world.ids();
      const more = { OPSCONDUCTOR_WAIT_TIMEOUT: '5' };
      writeSource(system, 'one', 'sick');
      const { exitCode, stdout, stderr } =
        engine === 'compose'
          ? await system.run('./scripts/prod-mode.sh', [], more)
          : await system.run('./scripts/cdktf.sh', ['deploy', 'prod', '--auto-approve'], more);
      expect(exitCode, stdout + stderr).toBe(1);
      expect(stdout + stderr).toContain('one is not healthy: it was waited for 5 s');
      expect(stdout + stderr).toMatch(/(Release \w+|What was deployed before) runs again \(/);
      expect((await world.ids()).two).toBe(before.two);
      expect(await world.content('one')).toBe('well, at first');
      await world.healthy();
      writeSource(system, 'one', 'well, and mended');
      await world.mustDeploy();
      expect(await world.content('one')).toBe('well, and mended');
    },
    { engine },
  );

  fault(
    'equal-content',
    () => world,
    async ({ system }, say) => {
      const before = await world.ids();
      for (let i = 0; i < 3; i++) await world.mustDeploy();
      expect(await world.ids()).toEqual(before);
      if (engine === 'compose') {
        await system.must('./scripts/prod-mode.sh', '--rollback');
        expect(await world.content('one')).toBe('well, at first');
        await system.must('./scripts/prod-mode.sh', '--rollback');
      }
      say({ times: 3 });
    },
    { engine },
  );

  fault(
    'two-modes-at-once',
    () => world,
    async ({ system }, say) => {
      const start = (mode: Mode) =>
        engine === 'compose'
          ? system.run(`./scripts/${mode}-mode.sh`, ['--detach'])
          : attempt(system, 'apply', mode);
      for (const modes of TOGETHER) {
        await (engine === 'compose' ? system.must('./scripts/stop-prod.sh') : destroy(system, 'prod'));
        const both = await Promise.all(modes.map(start));
        expect(both.map(({ exitCode }) => exitCode).sort(), JSON.stringify(both)).toEqual([0, 1]);
        expect(both.map(({ stdout, stderr }) => stdout + stderr).join('')).toMatch(
          /process \d+ is starting or stopping oclfdeploy already|(dev|prod) is run by|acquiring the state lock/,
        );
        const [dev, prod] = [await system.inspect('dev'), await world.ids()];
        expect([dev.size, Object.keys(prod).length].sort()).toEqual([0, 2]);
        if (engine === 'compose') await world.mustDeploy('--replace');
        else
          expect(await attempt(system, 'apply', 'prod', { OPSCONDUCTOR_REPLACE: '1' })).toMatchObject({
            exitCode: 0,
          });
      }
      say({ times: TOGETHER.length });
    },
    { engine },
  );

  fault(
    'prune-during-deploy',
    () => world,
    async ({ system }, say) => {
      for (let i = 0; i < PRUNES; i++) {
        writeSource(system, 'one', `well, and pruned ${i}`);
        let isOver = false;
        const pruning = (async () => {
          while (!isOver) await system.must('./scripts/prune.sh');
        })();
        try {
          await world.mustDeploy();
        } finally {
          isOver = true;
          await pruning;
        }
        expect(await world.content('one')).toBe(`well, and pruned ${i}`);
      }
      if (engine === 'compose') {
        await system.must('./scripts/prod-mode.sh', '--rollback');
        expect(await world.content('one')).toBe(`well, and pruned ${PRUNES - 2}`);
      }
      say({ times: PRUNES });
    },
    { engine },
  );
});
