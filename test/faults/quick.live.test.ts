import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    await world.system.must('./scripts/export.sh', join(world.system.directory, 'out'));
  });
  afterAll(() => world?.remove());

  refusedFaults(engine, () => world);

  fault(
    'export-tampered',
    () => world,
    async ({ system }, say) => {
      const out = join(system.directory, 'out');
      const before = await world.ids();
      const files = ['docker-compose.yml', 'stop.sh'];
      for (const name of files) {
        const file = join(out, name);
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, `${text}#`);
        expect(await system.run(join(out, 'start.sh'), [])).toMatchObject({
          exitCode: 1,
          stderr: `error: ${name} is not as it was exported. Fix: copy the whole export again`,
        });
        writeFileSync(file, text);
      }
      const sums = join(out, 'SHA256SUMS');
      const text = readFileSync(sums, 'utf8');
      writeFileSync(sums, text.replace(/^.*docker-compose\.yml\n/m, ''));
      expect(await system.run(join(out, 'start.sh'), [])).toMatchObject({
        exitCode: 1,
        stderr: 'error: SHA256SUMS does not name docker-compose.yml. Fix: copy the whole export again',
      });
      writeFileSync(sums, text);
      expect(await world.ids()).toEqual(before);
      say({ times: files.length + 1 });
    },
    { engine },
  );

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
