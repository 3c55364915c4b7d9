import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { World } from './world.js';

describe.each(['compose', 'terraform'] as const)('what cannot be built, by %s', (engine) => {
  let world: World;
  const dockerfile = (text: string) => writeFileSync(join(world.system.root, 'two/Dockerfile'), text);

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfbuild', portOffset: 23_700 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  /** A deploy ends with 1 and these words, and touches no container. */
  async function refused(says: RegExp): Promise<void> {
    const before = await world.ids();
    const { exitCode, stdout, stderr } = await world.deploy();
    expect(exitCode, stdout + stderr).toBe(1);
    expect(stdout + stderr).toMatch(says);
    expect(await world.ids()).toEqual(before);
    writeSource(world.system, 'two', 'well, at first');
  }

  fault(
    'broken-dockerfile',
    () => world,
    async () => {
      dockerfile('FRM redis:7-alpine\nCOPY text /text\n');
      await refused(/two\/Dockerfile/);
    },
    { engine },
  );

  fault(
    'failing-run',
    () => world,
    async () => {
      writeSource(world.system, 'two', 'well, and not built', 'echo no such wheel; exit 7');
      await refused(/the image of two was not built:[\s\S]*no such wheel/);
    },
    { engine },
  );

  fault(
    'missing-base',
    () => world,
    async () => {
      dockerfile('FROM localhost:1/nobody/has:1\nCOPY text /text\n');
      await refused(/localhost:1\/nobody\/has:1/);
    },
    { engine },
  );
});
