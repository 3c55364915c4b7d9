import { cpSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { file } from '../../lib/model/live-path.js';
import { writeSource } from '../live/built-probes.js';
import { docker } from '../live/engine.js';
import { eventually, git, watching } from '../live/watching.js';
import { fault } from './fault.js';
import { World } from './world.js';

describe('what is done at once, or from two places', () => {
  const engine = 'compose';
  let world: World;

  beforeAll(async () => {
    const image = { directory: 'seen', dockerfile: 'Dockerfile', shared: false, live: [file('text')] };
    world = await World.make(
      engine,
      { name: 'oclfonce', portOffset: 24_300 },
      { seen: { image, command: undefined, tmpfs: { '/tmp': 1 } } },
    );
    writeSource(world.system, 'seen', 'one');
    const run = 'CMD ["sh", "-c", "cp /app/text /tmp/found; exec sleep 86400"]';
    writeFileSync(
      join(world.system.root, 'seen/Dockerfile'),
      `FROM redis:7-alpine\nCOPY text /app/text\n${run}\n`,
    );
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  fault(
    'watch-and-deploy',
    () => world,
    async ({ system }, say) => {
      await system.must('./scripts/stop-prod.sh');
      const watcher = await watching(system, [], './scripts/dev-mode.sh');
      const found = () => docker('exec', system.container('seen', 'dev'), 'cat', '/tmp/found');
      for (let i = 0; i < 4; i++) {
        writeSource(system, 'one', `well, under the watcher ${i}`);
        const started = system.run('./scripts/dev-mode.sh', ['--detach']);
        for (let edit = 0; edit < 4; edit++) {
          writeFileSync(join(system.root, 'seen/text'), `edit ${i}.${edit}`);
          await sleep(1000);
        }
        const { exitCode, stdout, stderr } = await started;
        expect(exitCode, stdout + stderr).toBe(0);
        await eventually(async () => expect(await found()).toBe(`edit ${i}.3`));
      }
      writeSource(system, 'one', 'well, at first');
      await world.mustDeploy('--replace');
      await watcher.says(/all services of dev were stopped by process \d+ \(prod --replace\)/);
      await watcher.says(/dev was ended by .*: prod runs in its place\nStopped watching/);
      expect(await watcher.end()).toBe(0);
      world.said.push({ exitCode: 0, stdout: watcher.output(), stderr: '' });
      say({ times: 4 });
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
      // the packages are as new as it is
      utimesSync(join(tree, 'package-lock.json'), 0, 0);
      const there = () => system.run('sh', ['-c', `cd ${tree} && exec ./scripts/prod-mode.sh`]);
      const refused = await there();
      expect(refused).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(
          /^error: the data volume oclfonce-one_data-clean belongs to another checkout, .* has no PROBE_PASSWORD/,
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
