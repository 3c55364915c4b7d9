import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunningProgram, TestSystem } from './harness.js';
import { call } from './request.js';
import {
  byRename,
  eventually,
  git,
  inPlace,
  kilobytesOf,
  MAIN_ONLY,
  quiet,
  REVISED,
  revise,
  ticksOf,
  write,
} from './watching.js';

/** @param running the system, in dev and watched, once the tests begin: asset-service and automation-service are in it */
export function describeManyEdits(running: () => { system: TestSystem; watcher: RunningProgram }): void {
  describe('many edits', () => {
    const version = () =>
      call<{ version: string }>(running().system, 'asset-service', '/about').then((about) => about.version);
    /** How often a service was restarted since the watcher's output was so long. */
    const restartsOf = (service: string, mark: number) =>
      running().watcher.output().slice(mark).split(`→ ${service} restarted, healthy in`).length - 1;

    it('restarts a service once for a thousand files at once, and misses none', async () => {
      const { system, watcher } = running();
      await git(system.root, 'checkout', '--quiet', '.');
      await quiet(watcher);
      await git(system.root, 'checkout', '--quiet', '-b', 'many');
      for (let i = 0; i < 500; i++) {
        write(system.root, `automation-service/libraries/many/file_${i}.py`, `NUMBER = ${i}\n`);
        write(system.root, `asset-service/data/many/file_${i}.json`, `${i}\n`);
      }
      revise(
        system.root,
        'many',
        inPlace,
        REVISED.filter(({ path }) => /^(automation|asset)/.test(path)),
      );
      await git(system.root, 'add', '--all');
      await git(system.root, 'commit', '--quiet', '--message', 'many');
      await git(system.root, 'checkout', '--quiet', '-');
      await eventually(async () => expect(await version()).toBe('1'));
      await quiet(watcher);
      const mark = watcher.output().length;
      await git(system.root, 'checkout', '--quiet', 'many');
      await eventually(async () => {
        expect(await call(system, 'automation-service', '/about')).toMatchObject({
          version: 'many',
          live: { libraries: 'many' },
        });
        expect(await call(system, 'asset-service', '/about')).toMatchObject({
          version: 'many',
          live: { data: 'many' },
        });
      });
      await quiet(watcher);
      // git may pause for longer on a busy machine than a watcher waits for more
      expect(restartsOf('automation-service', mark)).toBeLessThanOrEqual(2);
      expect(restartsOf('asset-service', mark)).toBeLessThanOrEqual(2);
    });

    it('does not miss the last of a thousand edits in a row', async () => {
      const { system, watcher } = running();
      for (let i = 1; i <= 1000; i++) {
        revise(system.root, `row-${i}`, i % 2 === 0 ? inPlace : byRename, MAIN_ONLY);
        await sleep(2);
      }
      await eventually(async () => expect(await version()).toBe('row-1000'));
      await quiet(watcher);
    });

    it('takes less than 50 MB of its own, and no processor time while nothing happens', async () => {
      const { watcher } = running();
      await quiet(watcher);
      expect(kilobytesOf(watcher.pid) * 1024).toBeLessThan(50e6);
      const takenIn5s = async () => {
        const before = ticksOf(watcher.pid);
        await sleep(5000);
        return ticksOf(watcher.pid) - before;
      };
      // V8 may still tidy up after a thousand edits
      let taken = await takenIn5s();
      for (let more = 0; taken > 1 && more < 8; more++) taken = await takenIn5s();
      expect(taken).toBeLessThanOrEqual(1);
    });
  });
}
