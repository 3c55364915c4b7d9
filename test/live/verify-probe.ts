import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { docker } from './engine.js';
import type { TestSystem } from './harness.js';
import { PYTHON } from './reference.js';

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

/**
 * `verify --probe` saves every live path in three ways in a copy, proves each, and leaves nothing of it behind.
 * @param system one that runs in dev
 */
export async function expectProbeProves(system: TestSystem): Promise<void> {
  const before = await system.inspect('dev');
  const { stdout, stderr, exitCode } = await system.run('./scripts/verify.sh', ['--probe', '--json', 'dev'], {
    TMPDIR: system.directory,
  });
  expect(stderr).toBe('');
  const { probe, proven } = JSON.parse(stdout) as Report;
  const applications = Object.entries(PYTHON).filter(([service]) => !system.without.includes(service));
  const live = applications.flatMap(([, service]) => service.live.map((path) => `${service.source}/${path}`));
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
  expect(all.join('\n')).not.toContain(`${system.name}-probe`);
  expect(readdirSync(system.directory).filter((name) => name.startsWith('opsconductor-probe-'))).toEqual([]);
  const ids = (found: typeof before) => [...found].map(([service, { Id }]) => [service, Id]);
  expect(ids(await system.inspect('dev'))).toEqual(ids(before));
}
