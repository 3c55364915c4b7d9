import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceLabels } from '../../lib/model/labels.js';
import { hostPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { readSettings } from '../../lib/synth/settings.js';
import { named, projectAt } from '../conventions.js';
import { exampleApp } from '../system.js';
import { docker } from './engine.js';
import { type Inspected, TestSystem } from './harness.js';
import { makeProbes, override, PROBE_PORT } from './probes.js';
import { deploy, expectNoPlan, TERRAFORM_LACK } from './terraform.js';

const BASE = readSettings(projectAt('.')).images['redis:7-alpine'] ?? 'redis:7-alpine';
const NAME = 'oclprobe';
const OTHER_IMAGE = `localhost/${NAME}/other:1`;
const SECRET = '/run/secrets/probe';

interface Change {
  readonly spec: Partial<ServiceSpec<'prod'>>;
  /** Where `docker inspect` shows it; a list there may be in any order. */
  readonly at: string | ((container: Inspected) => unknown);
  readonly becomes: unknown;
}

const health = (changed: Partial<ServiceSpec['healthCheck']>) => ({
  healthCheck: { test: ['CMD', 'true'], interval: 1, timeout: 5, retries: 3, startPeriod: 1, ...changed },
});
const second = 1_000_000_000;
const MiB = 1024 * 1024;

/** Probe → the one attribute that is changed in it, and what the container must then be. */
const CHANGES: Readonly<Record<string, Change>> = {
  container: { spec: { container: `${NAME}-renamed` }, at: 'Name', becomes: `/${NAME}-renamed` },
  image: {
    spec: { image: { kind: 'external', upstream: OTHER_IMAGE, reference: OTHER_IMAGE } },
    at: 'Config.Labels.other',
    becomes: 'image',
  },
  command: { spec: { command: ['sleep', '80000'] }, at: 'Config.Cmd', becomes: ['sleep', '80000'] },
  environment: { spec: { environment: { PROBE: ['2'] } }, at: 'Config.Env.0', becomes: 'PROBE=2' },
  published: {
    spec: {
      published: [{ container: PROBE_PORT, host: hostPort(21_999), address: '127.0.0.1' }],
    },
    at: 'HostConfig.PortBindings',
    becomes: { [`${PROBE_PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '21999' }] },
  },
  mounts: {
    spec: {
      mounts: [{ type: 'volume', volume: `${NAME}-probe-clean`, target: '/probe', readOnly: false }],
    },
    at: ({ Mounts }) => Mounts.some(({ Destination }) => Destination === '/probe'),
    becomes: true,
  },
  'health-test': {
    spec: health({ test: ['CMD', 'true', 'again'] }),
    at: 'Config.Healthcheck.Test',
    becomes: ['CMD', 'true', 'again'],
  },
  'health-interval': {
    spec: health({ interval: 2 }),
    at: 'Config.Healthcheck.Interval',
    becomes: 2 * second,
  },
  'health-timeout': { spec: health({ timeout: 7 }), at: 'Config.Healthcheck.Timeout', becomes: 7 * second },
  'health-retries': { spec: health({ retries: 9 }), at: 'Config.Healthcheck.Retries', becomes: 9 },
  'health-start': {
    spec: health({ startPeriod: 90 }),
    at: 'Config.Healthcheck.StartPeriod',
    becomes: 90 * second,
  },
  restart: {
    spec: { restart: 'always' as ServiceSpec['restart'] },
    at: 'HostConfig.RestartPolicy.Name',
    becomes: 'always',
  },
  'capabilities-add': {
    spec: { capabilities: { add: ['NET_RAW'], drop: ['ALL'] } },
    at: 'HostConfig.CapAdd',
    becomes: ['CAP_NET_RAW'],
  },
  'capabilities-drop': {
    spec: { capabilities: { add: [], drop: ['NET_RAW'] } },
    at: 'HostConfig.CapDrop',
    becomes: ['CAP_NET_RAW'],
  },
  'security-options': {
    spec: { securityOptions: ['seccomp=unconfined'] },
    at: 'HostConfig.SecurityOpt',
    becomes: ['seccomp=unconfined'],
  },
  memory: { spec: { memory: 80 }, at: 'HostConfig.Memory', becomes: 80 * MiB },
  cpus: { spec: { cpus: 0.5 }, at: 'HostConfig.CpuQuota', becomes: 50_000 },
  user: { spec: { user: '65534:0' }, at: 'Config.User', becomes: '65534:0' },
  'root-file-system': { spec: { readOnlyRoot: false }, at: 'HostConfig.ReadonlyRootfs', becomes: false },
  tmpfs: {
    spec: { tmpfs: { '/tmp': 32 } },
    at: 'HostConfig.Tmpfs',
    becomes: { '/tmp': 'size=32m' },
  },
  logging: {
    spec: { logging: { driver: 'local', maxSize: 5, maxFiles: 3 } },
    at: 'HostConfig.LogConfig.Config.max-size',
    becomes: '5m',
  },
  init: { spec: { init: false }, at: 'HostConfig.Init', becomes: false },
  'stop-grace': { spec: { stopGrace: 21 }, at: 'Config.StopTimeout', becomes: 21 },
  pids: { spec: { pids: 99 }, at: 'HostConfig.PidsLimit', becomes: 99 },
  labels: {
    spec: { labels: { ...serviceLabels(named(NAME), 'prod', 'labels'), added: 'yes' } },
    at: 'Config.Labels.added',
    becomes: 'yes',
  },
  'secret-files': {
    spec: { secretFiles: { [SECRET]: 'PROBE_SECRET' }, readOnlyRoot: false },
    at: 'HostConfig.ReadonlyRootfs',
    becomes: false,
  },
};

/** What another container or a person sees of it, and nobody in the container's own description. */
const NO_TRACE = ['name', 'kind', 'mode', 'port', 'dependsOn', 'exceptions'];

function valueAt(document: Inspected, at: Change['at']): unknown {
  if (typeof at === 'function') return at(document);
  return at
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | null)?.[step], document);
}

it('the tables have every attribute that a spec has', () => {
  const all = exampleApp().prod.services.flatMap((service) => Object.keys(service));
  const changed = Object.values(CHANGES).flatMap(({ spec }) => Object.keys(spec));
  expect([...new Set([...changed, ...NO_TRACE])].sort()).toEqual([...new Set(all)].sort());
});

describe.each([
  ['Compose', undefined, (system: TestSystem) => system.upProd(), async () => undefined],
  ['Terraform', TERRAFORM_LACK, (system: TestSystem) => deploy(system, 'prod'), expectNoPlan],
] as const)('each attribute of a spec, changed alone, by %s', (engine, lack, up, expectNothingLeft) => {
  let system: TestSystem;
  const names = [...Object.keys(CHANGES), 'unchanged'];
  const table = Object.entries(CHANGES).filter(([name]) => engine === 'Compose' || name !== 'pids');
  const before: Record<string, Inspected> = {};
  const after: Record<string, Inspected> = {};
  const again: Record<string, Inspected> = {};
  const deployInto = async (found: Record<string, Inspected>) => {
    await up(system);
    Object.assign(found, Object.fromEntries(await system.inspect('prod')));
  };
  const of = (found: Record<string, Inspected>, name: string) =>
    found[name] ?? expect.fail(`there is no container of ${name}`);

  beforeAll(async () => {
    if (lack) return;
    system = await TestSystem.make({ name: NAME, portOffset: 22_700 });
    await execa('docker', ['build', '--quiet', '--tag', OTHER_IMAGE, '-'], {
      input: `FROM ${BASE}\nLABEL other=image\n`,
    });
    makeProbes(system, names);
    await deployInto(before);
    override(system, Object.fromEntries(Object.entries(CHANGES).map(([name, { spec }]) => [name, spec])));
    await deployInto(after);
  });
  afterAll(() => system?.remove());

  it.skipIf(lack).each(table)('is changed in the container: %s', async (name, { at, becomes }) => {
    expect(valueAt(of(before, name), at)).not.toEqual(becomes);
    expect(valueAt(of(after, name), at)).toEqual(becomes);
  });

  it.skipIf(lack)('is changed in the container: a secret that is a file', async () => {
    const [, value] =
      /^PROBE_SECRET=(.+)$/m.exec(
        readFileSync(join(system.root, '.opsconductor/secrets.prod.env'), 'utf8'),
      ) ?? [];
    const { Id } = of(after, 'secret-files');
    expect(await docker('exec', Id, 'cat', SECRET)).toBe(value ?? 'none was made');
  });

  it.skipIf(lack)('leaves the container alone that has none, and nothing to be done', async () => {
    expect(of(after, 'unchanged').Id).toBe(of(before, 'unchanged').Id);
    await expectNothingLeft(system, 'prod');
  });

  it.skipIf(lack)('is what it was before, when it is taken back', async () => {
    override(system, {});
    await deployInto(again);
    for (const [name, { at }] of table)
      expect(valueAt(of(again, name), at), name).toEqual(valueAt(of(before, name), at));
    await expectNothingLeft(system, 'prod');
  });
});
