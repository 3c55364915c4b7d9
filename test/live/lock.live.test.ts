import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';
import { builtImage, defineProbes, writeSource } from './built-probes.js';
import { docker, lines } from './engine.js';
import { TestSystem } from './harness.js';
import { Registry } from './registry.js';
import { deploy, destroy, expectNoPlan, TERRAFORM_LACK } from './terraform.js';

const UPSTREAM = 'redis:7-alpine';
const BASE = readSettings(projectAt('.')).images[UPSTREAM] ?? UPSTREAM;

describe('images.lock.json pins what registries have', () => {
  let system: TestSystem;
  let registry: Registry;
  let repository: string;
  let mirror: string;
  /** Revision → digest. */
  const digests: Record<number, string> = {};

  /** Another content under the same tag. */
  async function publish(revision: number): Promise<void> {
    const input = `FROM ${BASE}\nLABEL revision=${revision}\n`;
    await execa('docker', ['build', '--quiet', '--tag', mirror, '-'], { input });
    const pushed = await docker('push', mirror);
    digests[revision] = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1] ?? 'none was said';
  }

  /** The label that the image of a service has from the registry's. */
  const revisionOf = (service: string) =>
    docker('inspect', '--format', '{{.Config.Labels.revision}}', system.container(service, 'prod'));
  const lock = () => readFileSync(join(system.project, 'images.lock.json'), 'utf8');
  const read = (path: string) => readFileSync(join(system.root, path), 'utf8');

  beforeAll(async () => {
    registry = await Registry.start();
    repository = `${registry.address}/mirror/redis`;
    mirror = `${repository}:7-alpine`;
    system = await TestSystem.make({ name: 'ocllock', portOffset: 22_800 });
    defineProbes(system, { plain: {}, built: builtImage('built') });
    writeSource(system, 'built', 'first');
    const file = join(system.project, 'cdktf.json');
    const project = JSON.parse(readFileSync(file, 'utf8'));
    project.context.images = { [UPSTREAM]: mirror };
    writeFileSync(file, JSON.stringify(project));
    await publish(1);
  });
  afterAll(async () => {
    await system?.remove();
    await registry?.stop();
    const references = lines(
      await docker('images', '--digests', '--format', '{{.Repository}}@{{.Digest}}', repository),
    );
    for (const reference of new Set([mirror, ...references]))
      await execa('docker', ['rmi', reference], { reject: false });
  });

  it('is written by lock-images.sh, for the names that are really used', async () => {
    expect(await system.must('./scripts/lock-images.sh')).toContain(`new      ${mirror}@${digests[1]}`);
    expect(JSON.parse(lock())).toEqual({ [mirror]: digests[1] });
  });

  it('is followed by both files, by the staged Dockerfile and by what runs', async () => {
    await system.upProd();
    const pinned = `${mirror}@${digests[1]}`;
    expect(read('docker-compose.clean.yml')).toContain(`image: ${pinned}\n`);
    expect(read('.opsconductor/contexts/built/prod/Dockerfile')).toContain(`FROM ${pinned}\n`);
    expect([await revisionOf('plain'), await revisionOf('built')]).toEqual(['1', '1']);
  });

  it('holds when the tag has another content, for a new build too', async () => {
    await publish(2);
    expect(digests[2]).not.toBe(digests[1]);
    writeSource(system, 'built', 'second');
    await system.upProd();
    expect([await revisionOf('plain'), await revisionOf('built')]).toEqual(['1', '1']);
  });

  it.skipIf(TERRAFORM_LACK)(
    `is followed by Terraform, which then has nothing to change (skipped: ${TERRAFORM_LACK ?? 'no'})`,
    async () => {
      await system.must('./scripts/stop-prod.sh');
      await deploy(system, 'prod');
      expect([await revisionOf('plain'), await revisionOf('built')]).toEqual(['1', '1']);
      await expectNoPlan(system, 'prod');
      await destroy(system, 'prod');
    },
  );

  it('is refreshed by lock-images.sh', async () => {
    expect(await system.must('./scripts/lock-images.sh')).toContain(`changed  ${mirror}@${digests[2]}`);
    await system.upProd();
    expect([await revisionOf('plain'), await revisionOf('built')]).toEqual(['2', '2']);
    expect(await system.must('./scripts/lock-images.sh')).toContain(`same     ${mirror}@${digests[2]}`);
  });

  it('stays as it is where no registry answers', async () => {
    const before = lock();
    await registry.stop();
    const { exitCode, stderr } = await system.run('./scripts/lock-images.sh', []);
    expect({ exitCode, lines: lines(stderr) }).toEqual({
      exitCode: 1,
      lines: [
        expect.stringMatching(new RegExp(`^error: no registry has ${mirror}: .*refused.* Fix: .*\\.$`)),
      ],
    });
    expect(lock()).toBe(before);
  });
});
