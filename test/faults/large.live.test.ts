import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { fault } from './fault.js';
import { World } from './world.js';

const GIGABYTES = 1.5;
const LIMIT = 500;

/** The most memory that any process with a variable has held, in MB. */
async function most(variable: string, isOver: () => boolean): Promise<number> {
  let peak = 0;
  for (; !isOver(); await sleep(200))
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)) continue;
        const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        peak = Math.max(peak, Number(kilobytes) / 1000);
      } catch {
        // it has ended
      }
  return Math.round(peak);
}

describe('a context that is large', () => {
  const engine = 'compose';
  let world: World;

  beforeAll(async () => {
    world = await World.make(engine, { name: 'oclflarge', portOffset: 20_400 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  fault(
    'large-context',
    () => world,
    async ({ system }, say) => {
      const large = join(system.root, 'one/large');
      await execa('fallocate', ['--length', String(GIGABYTES * 1e9), large]);
      let isOver = false;
      const memory = most(`OPSCONDUCTOR_NAME=${system.name}`, () => isOver);
      const began = Date.now();
      const { exitCode, stderr } = await world.deploy();
      const seconds = Math.round((Date.now() - began) / 1000);
      isOver = true;
      const megabytes = await memory;
      expect(exitCode, stderr).toBe(0);
      expect(stderr).toMatch(/^warning: the build context of one is 1\.5 GB, 1\.5 GB of it large\. Fix: /m);
      expect(megabytes).toBeLessThan(LIMIT);
      rmSync(large);
      say({ measured: `${seconds} s and at most ${megabytes} MB in a process` });
    },
    { engine },
  );
});
