import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { destroy, TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { scanning } from './proc-scan.js';
import { World } from './world.js';

describe.each(['compose', 'terraform'] as const)('what processes show, by %s', (engine) => {
  let world: World;

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfsecret', portOffset: 23_800 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  fault(
    'secrets-in-proc',
    () => world,
    async ({ system, work }, say) => {
      const out = join(system.directory, 'out');
      const files = [join(work, 'secrets.prod.env'), join(out, 'secrets.env')];
      const secrets = () =>
        files.flatMap((file) =>
          existsSync(file)
            ? [...readFileSync(file, 'utf8').matchAll(/^\w+=(.+)$/gm)].map(([, value = '']) => value)
            : [],
        );
      expect(secrets()).not.toEqual([]);
      const { found, processes } = await scanning(`OPSCONDUCTOR_NAME=${system.name}`, secrets, async () => {
        writeSource(system, 'one', 'well, and looked at');
        await world.mustDeploy();
        await system.must('./opsconductor', 'run', 'one', '--', 'true');
        if (engine === 'terraform') return destroy(system, 'prod');
        await system.must('./scripts/prod-mode.sh', '--rollback');
        await system.must('./scripts/export.sh', out);
        await system.must('./scripts/compose.sh', 'prod', 'ps');
        await system.must('./scripts/stop-prod.sh');
        // it would make up others, which the data does not know
        cpSync(join(work, 'secrets.prod.env'), join(out, 'secrets.env'));
        await system.must(join(out, 'start.sh'));
        await system.must(join(out, 'stop.sh'));
      });
      expect([...found]).toEqual([]);
      say({ measured: `${processes} processes looked at` });
    },
    { engine },
  );
});
