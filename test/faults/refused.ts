import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Engine } from '../../lib/model/deployment.js';
import { writeSource } from '../live/built-probes.js';
import { docker } from '../live/engine.js';
import { attempt } from '../live/terraform.js';
import { fault } from './fault.js';
import type { World } from './world.js';

/** Faults that a deploy refuses before it touches a container. */
export function refusedFaults(engine: Engine, world: () => World): void {
  /** The source of `two` is this Dockerfile, and a deploy says so and touches nothing. */
  const refused = async (dockerfile: string, says: RegExp) => {
    const { system } = world();
    const before = await world().ids();
    writeFileSync(join(system.root, 'two/Dockerfile'), dockerfile);
    const { exitCode, stdout, stderr } = await world().deploy();
    writeSource(system, 'two', 'well, at first');
    expect(exitCode, stdout + stderr).toBe(1);
    expect(stdout + stderr).toMatch(says);
    expect(await world().ids()).toEqual(before);
  };

  fault(
    'broken-dockerfile',
    world,
    () => refused('FRM redis:7-alpine\nCOPY text /text\n', /two\/Dockerfile/),
    { engine },
  );

  const failing = 'FROM redis:7-alpine\nCOPY text /text\nRUN echo no such wheel; exit 7\n';
  fault('failing-run', world, () => refused(failing, /the image of two was not built:[\s\S]*no such wheel/), {
    engine,
  });

  fault(
    'missing-base',
    world,
    () => refused('FROM localhost:1/nobody/has:1\nCOPY text /text\n', /localhost:1\/nobody\/has:1/),
    { engine },
  );

  fault(
    'foreign-volume',
    world,
    async ({ system }) => {
      const before = await world().ids();
      const volume = `${system.name}-one_data-dev`;
      await docker('volume', 'create', volume);
      try {
        const { exitCode, stdout, stderr } =
          engine === 'compose'
            ? await system.run('./scripts/dev-mode.sh', ['--detach', '--replace'])
            : await attempt(system, 'apply', 'dev', { OPSCONDUCTOR_REPLACE: '1' });
        expect(exitCode).toBe(1);
        expect(stdout + stderr).toContain(`nobody knows whose data is in the volume ${volume}`);
        expect(await docker('volume', 'inspect', '--format', '{{.Labels}}', volume)).toBe('map[]');
        expect(await world().ids()).toEqual(before);
      } finally {
        await docker('volume', 'rm', volume);
      }
    },
    { engine },
  );
}
