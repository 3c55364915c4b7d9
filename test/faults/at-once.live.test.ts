import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { git } from '../live/watching.js';
import { fault } from './fault.js';
import { World } from './world.js';

describe('what is done at once, or from two places', () => {
  const engine = 'compose';
  let world: World;

  beforeAll(async () => {
    world = await World.make(engine, { name: 'oclfonce', portOffset: 24_300 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  fault(
    'two-modes-at-once',
    () => world,
    async ({ system }, say) => {
      for (let i = 0; i < 3; i++) {
        await system.must('./scripts/stop-prod.sh');
        const both = await Promise.all([
          system.run('./scripts/dev-mode.sh', ['--detach']),
          system.run('./scripts/prod-mode.sh', []),
        ]);
        expect(both.map(({ exitCode }) => exitCode).sort(), JSON.stringify(both)).toEqual([0, 1]);
        expect(both.map(({ stderr }) => stderr).join('')).toMatch(
          /^error: (process \d+ is starting or stopping oclfonce already|(dev|prod) is run by Compose)/,
        );
        const [dev, prod] = [await system.inspect('dev'), await world.ids()];
        expect([dev.size, Object.keys(prod).length].sort()).toEqual([0, 2]);
        await world.mustDeploy('--replace');
      }
      say({ times: 3 });
    },
    { engine },
  );

  fault(
    'worktree',
    () => world,
    async ({ system, work }) => {
      const before = await world.ids();
      const tree = join(system.directory, 'tree');
      await git(system.project, 'init', '--quiet');
      await git(system.project, 'add', '--all');
      await git(system.project, 'commit', '--quiet', '--message', 'as it was');
      await git(system.project, 'worktree', 'add', '--quiet', '-b', 'feature', tree);
      symlinkSync(join(system.project, 'node_modules'), join(tree, 'node_modules'));
      const there = () => system.run('sh', ['-c', `cd ${tree} && exec ./scripts/prod-mode.sh`]);
      const refused = await there();
      expect(refused).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(
          /has no PROBE_PASSWORD, but the data volume oclfonce-one_data-clean was written with one/,
        ),
      });
      expect(await world.ids()).toEqual(before);
      const theirs = work.replace(system.project, tree);
      mkdirSync(theirs, { recursive: true });
      cpSync(join(work, 'secrets.prod.env'), join(theirs, 'secrets.prod.env'));
      writeSource(
        { ...system, root: system.root.replace(system.project, tree) } as typeof system,
        'one',
        'well, in the tree',
      );
      expect(await there()).toMatchObject({ exitCode: 0 });
      expect(await world.content('one')).toBe('well, in the tree');
      await world.mustDeploy();
      expect(await world.content('one')).toBe('well, at first');
    },
    { engine },
  );
});
