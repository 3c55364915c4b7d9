import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';
import { builtImage, defineProbes, writeSource } from './built-probes.js';
import { docker } from './engine.js';
import { TestSystem } from './harness.js';

const NAME = 'oclprune';
const BASE = readSettings(projectAt('.')).images['redis:7-alpine'] ?? 'redis:7-alpine';
/** Names that look nearly like own images of this system. */
const STRANGERS = [`localhost/${NAME}x/one:prod-000000000000`, `localhost/${NAME}/one:mine`];

describe('prune.sh', () => {
  let system: TestSystem;
  /** The image of each release of `one`, in order. */
  const releases: string[] = [];
  let nameless: string;
  let stopped: string;

  beforeAll(async () => {
    system = await TestSystem.make({ name: NAME, portOffset: 23_000 });
    writeSource(system, 'one', 'zeroth');
    defineProbes(system, { one: { ...builtImage('one'), volumes: { one_data: '/data' } }, plain: {} });
    for (const text of ['first', 'second', 'third', 'fourth']) {
      writeSource(system, 'one', text);
      await system.upProd();
      releases.push(
        await docker('inspect', '--format', '{{.Config.Image}}', system.container('one', 'prod')),
      );
    }
    for (const name of STRANGERS) await docker('tag', releases[0] ?? '', name);
    // stopped, and not of this system's services: its image must stay all the same
    stopped = await docker('create', '--label', `io.opsconductor.system=${NAME}`, releases[1] ?? '');
    const label = ['--label', `io.opsconductor.system=${NAME}`];
    nameless = (
      await execa('docker', ['build', '--quiet', ...label, '-'], { input: `FROM ${BASE}\nLABEL a=b\n` })
    ).stdout;
  });
  afterAll(async () => {
    await system?.remove();
    await execa('docker', ['rmi', ...STRANGERS], { reject: false });
  });

  const contexts = () =>
    readdirSync(join(system.root, '.opsconductor/contexts/one')).filter((name) => /^prod-[^.]*$/.test(name));
  const tagOf = (image = '') => image.slice(image.lastIndexOf(':') + 1);

  it('lists with --dry-run what it would remove, and removes nothing', async () => {
    const [images, staged] = [await system.images(), contexts()];
    expect(staged.length).toBe(4);
    const said = await system.must('./scripts/prune.sh', '--dry-run');
    expect(said).toContain(`${releases[0]}  `);
    expect(said).toContain(nameless.slice(0, 19));
    expect(said).toMatch(/^2 images, 6 build contexts: at most [\d.]+ (B|kB)\.$/m);
    expect([await system.images(), contexts()]).toEqual([images, staged]);
  });

  it('removes what neither the source tree, a kept release nor a container wants', async () => {
    const [before, volumes] = [await system.images(), await system.volumes()];
    await system.must('./scripts/prune.sh');
    const left = Object.keys(await system.images());
    expect(Object.keys(before).filter((name) => !left.includes(name))).toEqual([releases[0]]);
    expect(left).toEqual(expect.arrayContaining([...releases.slice(1), `localhost/${NAME}/one:mine`]));
    expect((await execa('docker', ['image', 'inspect', nameless], { reject: false })).exitCode).not.toBe(0);
    await docker('image', 'inspect', BASE, ...STRANGERS);
    expect(await system.volumes()).toEqual(volumes);
  });

  it('keeps the staged context of today, and its link', () => {
    expect(contexts()).toEqual([tagOf(releases[3])]);
    expect(existsSync(join(system.root, '.opsconductor/contexts/one/prod/Dockerfile'))).toBe(true);
  });

  it('finds nothing more, until the container is gone that used an old image', async () => {
    expect(await system.must('./scripts/prune.sh')).toBe(
      `Nothing to remove: everything of ${NAME} is still needed.`,
    );
    await docker('rm', '--volumes', stopped);
    expect(await system.must('./scripts/prune.sh')).toContain(`${releases[1]}  `);
    expect(Object.keys(await system.images())).not.toContain(releases[1]);
  });

  it('leaves the way back open', async () => {
    await system.must('./scripts/prod-mode.sh', '--rollback');
    expect(await docker('exec', system.container('one', 'prod'), 'cat', '/text')).toBe('third');
  });
});
