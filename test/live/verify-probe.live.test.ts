import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from './engine.js';
import { TestSystem } from './harness.js';
import { PYTHON } from './reference.js';

const LEFT_OUT = ['frontend', 'identity-service'];

interface Report {
  readonly proven: boolean;
  readonly probe: readonly {
    readonly path: string;
    readonly services: readonly string[];
    readonly saves: readonly {
      readonly save: string;
      readonly seconds?: number;
      readonly problem?: string;
    }[];
  }[];
}

describe('verify --probe, beside a dev system', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocliveprobe', portOffset: 23_100 });
    await system.must('./scripts/dev-mode.sh', '--detach', '--without', LEFT_OUT.join(','));
  });
  afterAll(() => system?.remove());

  it('saves every live path in three ways in a copy, proves each, and leaves nothing of it behind', async () => {
    const before = await system.inspect('dev');
    const { stdout, stderr, exitCode } = await system.run(
      './scripts/verify.sh',
      ['--probe', '--json', 'dev'],
      {
        OPSCONDUCTOR_WITHOUT: LEFT_OUT.join(','),
        TMPDIR: system.directory,
      },
    );
    expect(stderr).toBe('');
    const { probe, proven } = JSON.parse(stdout) as Report;
    const applications = Object.entries(PYTHON).filter(([service]) => !LEFT_OUT.includes(service));
    const live = applications.flatMap(([, service]) =>
      service.live.map((path) => `${service.source}/${path}`),
    );
    expect(probe.map(({ path }) => path).sort()).toEqual([...live, 'shared'].sort());
    expect(probe.find(({ path }) => path === 'shared')?.services).toHaveLength(applications.length);
    for (const { path, saves } of probe)
      expect(saves, path).toEqual(
        ['in place', 'by rename', 'by git checkout'].map((save) => ({ save, seconds: expect.any(Number) })),
      );
    expect({ proven, exitCode }).toEqual({ proven: true, exitCode: 0 });

    const all = await Promise.all([
      docker('ps', '--all', '--format', '{{.Names}}'),
      docker('volume', 'ls', '--format', '{{.Name}}'),
      docker('network', 'ls', '--format', '{{.Name}}'),
      docker('images', '--format', '{{.Repository}}'),
    ]);
    expect(all.join('\n')).not.toContain('ocliveprobe-probe');
    expect(readdirSync(system.directory).filter((name) => name.startsWith('opsconductor-probe-'))).toEqual(
      [],
    );
    const ids = (found: typeof before) => [...found].map(([service, { Id }]) => [service, Id]);
    expect(ids(await system.inspect('dev'))).toEqual(ids(before));
  });
});
