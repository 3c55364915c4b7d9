import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { docker } from '../live/engine.js';
import { SECOND_ENGINE_LACK, SecondEngine } from '../live/second-engine.js';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { eventually } from '../live/watching.js';
import { fault } from './fault.js';
import { BASE, World } from './world.js';

/** An engine of its own, which every command here then speaks to, with the base image in it. */
async function ownEngine(): Promise<SecondEngine> {
  delete process.env.DOCKER_HOST;
  const engine = await SecondEngine.start();
  await execa('sh', ['-c', `docker save ${BASE} | docker --host ${engine.host} load --quiet`]);
  process.env.DOCKER_HOST = engine.host;
  return engine;
}

async function leave(engine: SecondEngine | undefined, world: World | undefined): Promise<void> {
  try {
    await world?.remove();
  } finally {
    delete process.env.DOCKER_HOST;
    await engine?.stop();
  }
}

describe.skipIf(SECOND_ENGINE_LACK).each(['compose', 'terraform'] as const)(
  `an engine that fails, by %s (skipped: ${SECOND_ENGINE_LACK ?? 'no'})`,
  (by) => {
    let engine: SecondEngine;
    let world: World;
    const container = (service: string) => world.system.container(service, 'prod');
    const state = (service: string) =>
      docker('inspect', '--format', '{{.State.Status}} {{.State.Health.Status}}', container(service));
    const log = () => readFileSync(join(world.work, `guard.${world.system.name}-clean.log`), 'utf8');

    beforeAll(async () => {
      if (by === 'terraform' && TERRAFORM_LACK) return;
      engine = await ownEngine();
      world = await World.make(by, { name: 'oclfengine', portOffset: 20_200 });
      await world.mustDeploy();
      await world.writeRows();
    });
    afterAll(() => leave(engine, world));

    fault(
      'engine-killed',
      () => world,
      async (_, say) => {
        await docker('stop', container('two'));
        const seconds: number[] = [];
        for (let i = 0; i < 3; i++) {
          await engine.crash();
          const began = Date.now();
          await eventually(async () => expect(await state('one')).toBe('running healthy'), 60);
          seconds.push(Math.round((Date.now() - began) / 1000));
          expect(await state('two')).toMatch(/^exited/);
        }
        await docker('start', container('two'));
        await world.healthy();
        say({ times: seconds.length, measured: `healthy after ${seconds.join(', ')} s` });
      },
      { engine: by },
    );

    fault(
      'unhealthy',
      () => world,
      async (_, say) => {
        const startedAt = () => docker('inspect', '--format', '{{.State.StartedAt}}', container('one'));
        const before = await startedAt();
        await docker('exec', container('one'), 'touch', '/tmp/sick');
        const began = Date.now();
        await eventually(async () => expect(await startedAt()).not.toBe(before), 150);
        const seconds = Math.round((Date.now() - began) / 1000);
        await world.healthy();
        expect(log()).toMatch(new RegExp(`${container('one')} unhealthy for \\d+ s: restarted\\n$`));
        say({ measured: `restarted after ${seconds} s` });
      },
      { engine: by },
    );
  },
);

describe.skipIf(SECOND_ENGINE_LACK)(`an engine without room (skipped: ${SECOND_ENGINE_LACK ?? 'no'})`, () => {
  let engine: SecondEngine;
  let world: World;
  const small = mkdtempSync(join(tmpdir(), 'oclive-small-'));

  beforeAll(async () => {
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=420m', 'tmpfs', small]);
    const before = process.env.TMPDIR;
    process.env.TMPDIR = small;
    try {
      engine = await ownEngine();
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
    world = await World.make('compose', { name: 'oclffull', portOffset: 20_300 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(async () => {
    await leave(engine, world);
    await execa('umount', ['--lazy', small], { reject: false });
    rmSync(small, { recursive: true, force: true });
  });

  fault(
    'full-disk-build',
    () => world,
    async ({ system }) => {
      const before = await world.ids();
      writeSource(system, 'two', 'well, and too large', 'dd if=/dev/zero of=/large bs=1M count=600');
      const { exitCode, stdout, stderr } = await world.deploy();
      expect(exitCode).toBe(1);
      expect(stdout + stderr).toMatch(/the image of two was not built:[\s\S]*No space left on device/i);
      expect(await world.ids()).toEqual(before);
      writeSource(system, 'two', 'well, and small again');
      await world.mustDeploy();
      expect(await world.content('two')).toBe('well, and small again');
    },
    { engine: 'compose' },
  );
});
