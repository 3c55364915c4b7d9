import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { fault } from './fault.js';
import { World } from './world.js';

const MIB = 1 << 20;

describe('what an export meets', () => {
  const engine = 'compose';
  let world: World;
  /** A file system of its own. */
  let small: string;
  const whole = (directory: string) =>
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: directory, encoding: 'utf8' });

  beforeAll(async () => {
    world = await World.make(engine, { name: 'oclfexport', portOffset: 23_100 });
    await world.mustDeploy();
    await world.writeRows();
    small = join(world.system.directory, 'small');
    mkdirSync(small);
  });
  afterAll(async () => {
    await execa('umount', [small], { reject: false });
    await world?.remove();
  });

  fault(
    'export-twice',
    () => world,
    async ({ system }) => {
      const out = join(system.directory, 'out');
      await system.must('./scripts/export.sh', out);
      writeFileSync(join(out, 'secrets.env'), 'PROBE_PASSWORD=kept\n');
      const before = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
      writeSource(system, 'one', 'well, and exported again');
      await system.must('./scripts/export.sh', out);
      whole(out);
      expect(readFileSync(join(out, 'SHA256SUMS'), 'utf8')).not.toBe(before);
      expect(readFileSync(join(out, 'secrets.env'), 'utf8')).toBe('PROBE_PASSWORD=kept\n');
      expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
    },
    { engine },
  );

  fault(
    'export-full-disk',
    () => world,
    async ({ system }) => {
      const images = readFileSync(join(system.directory, 'out/images.tar')).length;
      await execa('mount', ['-t', 'tmpfs', '-o', `size=${images + 40 * MIB}`, 'tmpfs', small]);
      const out = join(small, 'out');
      await system.must('./scripts/export.sh', out);
      writeSource(system, 'one', 'well, and too large');
      const { exitCode, stderr } = await system.run('./scripts/export.sh', [out]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^error: the images were not written to .*\/small\/out\/.*: .*no space left/);
      whole(out);
      expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
    },
    { engine },
  );

  fault(
    'full-disk-stage',
    () => world,
    async ({ system, work }) => {
      const before = await world.ids();
      const contexts = join(work, 'contexts');
      renameSync(contexts, `${contexts}.away`);
      mkdirSync(contexts);
      await execa('mount', ['-t', 'tmpfs', '-o', `size=${MIB}`, 'tmpfs', contexts]);
      try {
        writeSource(system, 'one', 'well, and large');
        writeFileSync(join(system.root, 'one/large'), Buffer.alloc(4 * MIB, 'x'));
        const { exitCode, stderr } = await system.run('./scripts/prod-mode.sh', []);
        expect(exitCode).toBe(1);
        expect(stderr).toMatch(/^error: \S+\/contexts\/one\/\S+: no space is left\. Fix: make room/m);
        expect(readdirSync(join(contexts, 'one')).filter((name) => name.startsWith('.new'))).toEqual([]);
        expect(await world.ids()).toEqual(before);
      } finally {
        await execa('umount', [contexts]);
        if (existsSync(`${contexts}.away`)) {
          execFileSync('rm', ['-r', contexts]);
          renameSync(`${contexts}.away`, contexts);
        }
      }
      await world.mustDeploy();
      expect(await world.content('one')).toBe('well, and large');
    },
    { engine },
  );
});
