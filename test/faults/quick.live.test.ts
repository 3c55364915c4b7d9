import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { docker } from '../live/engine.js';
import { fault } from './fault.js';
import { refusedFaults } from './refused.js';
import { World } from './world.js';

// each takes less than ten seconds: these run on every push, too
describe('faults that are refused, by compose', () => {
  const engine = 'compose';
  let world: World;

  beforeAll(async () => {
    world = await World.make(engine, { name: 'oclfquick', portOffset: 23_700 });
    await world.mustDeploy();
    await world.writeRows();
    writeSource(world.system, 'one', 'well, in the second release');
    await world.mustDeploy();
  });
  afterAll(() => world?.remove());

  refusedFaults(engine, () => world);

  fault(
    'removed-images',
    () => world,
    async ({ system }) => {
      const before = await world.ids();
      const used = await docker('inspect', '--format', '{{.Config.Image}}', ...Object.values(before));
      const unused = Object.keys(await system.images()).filter((name) => !used.includes(name));
      expect(unused).toHaveLength(1);
      await docker('rmi', ...unused);
      expect(await system.run('./scripts/prod-mode.sh', ['--rollback'])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(`cannot be started: the engine no longer has ${unused[0]}. Fix: `),
      });
      expect(await world.ids()).toEqual(before);
    },
    { engine },
  );
});
