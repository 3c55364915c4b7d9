import { appendFileSync, cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from './engine.js';
import type { RunningProgram, SystemOptions, TestSystem } from './harness.js';
import { PYTHON } from './reference.js';
import { call } from './request.js';
import {
  committedSystem,
  eventually,
  expectRevision,
  git,
  inPlace,
  programs,
  quiet,
  revise,
  revisedOf,
  SAVES,
  watching,
  write,
} from './watching.js';

/** The mounted directories with Python in them, relative to the source root. */
const packagesOf = ({ without }: TestSystem) =>
  Object.entries(PYTHON).flatMap(([service, { source, live }]) =>
    without.includes(service)
      ? []
      : live.filter((path) => !path.endsWith('.py') && path !== 'data').map((path) => `${source}/${path}`),
  );

interface Watched extends SystemOptions {
  /** Who makes the containers. */
  readonly engine: string;
  /** Why that cannot be here, if it cannot. */
  readonly lack?: string | undefined;
  /** Brings the system up, where the script that watches does not. */
  readonly up?: (system: TestSystem) => Promise<void>;
  /** The script that goes on as the watcher. */
  readonly script: string;
}

/** Every way to save, at every live path of the services that are there. */
export function describeSaves({ engine, lack, up, script, ...options }: Watched): void {
  describe(`the watcher on a dev system by ${engine} (skipped: ${lack ?? 'no'})`, () => {
    let system: TestSystem;
    let watcher: RunningProgram;

    beforeAll(async () => {
      if (lack) return;
      system = await committedSystem(options);
      await up?.(system);
      watcher = await watching(system, [], script);
    });
    afterAll(async () => {
      await watcher?.end();
      await system?.remove();
    });

    it.skipIf(lack).each(Object.keys(SAVES))(
      'makes an edit of every live path take effect, saved %s',
      async (way) => {
        const revision = way.replaceAll(' ', '-');
        revise(system.root, revision, SAVES[way as keyof typeof SAVES], revisedOf(system));
        await expectRevision(system, revision);
        await quiet(watcher);
      },
    );

    it.skipIf(lack)('makes a git checkout of every live path take effect, there and back', async () => {
      await git(system.root, 'checkout', '--quiet', '.');
      await expectRevision(system, '1');
      await git(system.root, 'checkout', '--quiet', '-b', 'edited');
      revise(system.root, 'checkout', inPlace, revisedOf(system));
      await git(system.root, 'commit', '--quiet', '--all', '--message', 'edited');
      await expectRevision(system, 'checkout');
      await git(system.root, 'checkout', '--quiet', '-');
      await expectRevision(system, '1');
      await git(system.root, 'checkout', '--quiet', 'edited');
      await expectRevision(system, 'checkout');
      await quiet(watcher);
    });

    it.skipIf(lack)('makes a new file in every mounted directory take effect', async () => {
      const packages = packagesOf(system);
      for (const directory of packages)
        appendFileSync(
          join(system.root, directory, '__init__.py'),
          '\ntry:\n    from .added import REVISION\nexcept ImportError:\n    pass\n',
        );
      appendFileSync(
        join(system.root, 'shared/version.py'),
        '\ntry:\n    from .added import SHARED\nexcept ImportError:\n    pass\n',
      );
      revise(system.root, 'new', inPlace, revisedOf(system));
      await expectRevision(system, 'new');
      await quiet(watcher);
      const before = await programs(system);
      for (const directory of packages) write(system.root, `${directory}/added.py`, 'REVISION = "added"\n');
      write(system.root, 'shared/added.py', 'SHARED = "added"\n');
      write(system.root, 'asset-service/data/added.json', '{}\n');
      await eventually(async () => {
        expect(await call(system, 'network-service', '/about')).toMatchObject({
          shared: 'added',
          live: { agents: 'added', analyzers: 'added', models: 'added', utils: 'added' },
        });
        if (!system.without.includes('ai-brain')) {
          expect(await call(system, 'ai-brain', '/about')).toMatchObject({
            live: { orchestration: 'added' },
          });
          expect(await call(system, 'automation-service', '/about')).toMatchObject({
            live: { libraries: 'added' },
          });
        }
        expect(await call(system, 'asset-service', '/about')).toMatchObject({ shared: 'added' });
      });
      expect((await programs(system))['asset-service']).not.toBe(before['asset-service']);
      await docker('exec', system.container('asset-service', 'dev'), 'cat', '/app/data/added.json');
      await quiet(watcher);
    });

    it.skipIf(lack)('makes a directory take effect that another was renamed to, shared/ too', async () => {
      await git(system.root, 'checkout', '--quiet', '.');
      await git(system.root, 'clean', '--quiet', '--force', '-d');
      await expectRevision(system, 'checkout');
      const directories = [...packagesOf(system), 'asset-service/data', 'shared'];
      const aside = (kind: string, i: number) => join(system.directory, `${kind}-${i}`);
      directories.forEach((directory, i) => {
        cpSync(join(system.root, directory), aside('fresh', i), { recursive: true });
      });
      revise(
        system.directory,
        'renamed',
        inPlace,
        revisedOf(system).flatMap((revised) => {
          const i = directories.findIndex((directory) => revised.path.startsWith(`${directory}/`));
          return i < 0
            ? []
            : [{ ...revised, path: revised.path.replace(directories[i] ?? '', `fresh-${i}`) }];
        }),
      );
      revise(
        system.root,
        'renamed',
        inPlace,
        revisedOf(system).filter(({ path }) => path.split('/').length === 2 && path !== 'shared/version.py'),
      );
      directories.forEach((directory, i) => {
        renameSync(join(system.root, directory), aside('old', i));
        renameSync(aside('fresh', i), join(system.root, directory));
      });
      await expectRevision(system, 'renamed');
      await quiet(watcher);
    });
  });
}
