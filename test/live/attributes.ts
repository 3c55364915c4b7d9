import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceLabels } from '../../lib/model/labels.js';
import { hostPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { readSettings } from '../../lib/synth/settings.js';
import { named, projectAt } from '../conventions.js';
import { docker } from './engine.js';
import { type Inspected, TestSystem } from './harness.js';
import { makeProbes, override, PROBE_PORT } from './probes.js';

const BASE = readSettings(projectAt('.')).images['redis:7-alpine'] ?? 'redis:7-alpine';
const SECRET = '/run/secrets/probe';

interface Change {
  readonly spec: Partial<ServiceSpec<'prod'>>;
  /** Where `docker inspect` shows it; a list there may be in any order. */
  readonly at: string | ((container: Inspected) => unknown);
  readonly becomes: unknown;
}

/** Two dozen containers that are asked each second take both processors. */
const health = (changed: Partial<ServiceSpec['healthCheck']> = {}) => ({
  healthCheck: { test: ['CMD', 'true'], interval: 4, timeout: 5, retries: 3, startPeriod: 1, ...changed },
});
const second = 1_000_000_000;
const MiB = 1024 * 1024;

const otherImage = (system: string) => `localhost/${system}/other:1`;

/** Probe → the one attribute that is changed in it, and what the container must then be. */
const changesOf = (system: string, freePort: number): Readonly<Record<string, Change>> => ({
  image: {
    spec: { image: { kind: 'external', upstream: otherImage(system), reference: otherImage(system) } },
    at: 'Config.Labels.other',
    becomes: 'image',
  },
  command: { spec: { command: ['sleep', '80000'] }, at: 'Config.Cmd', becomes: ['sleep', '80000'] },
  environment: { spec: { environment: { PROBE: ['2'] } }, at: 'Config.Env.0', becomes: 'PROBE=2' },
  published: {
    spec: {
      published: [{ container: PROBE_PORT, host: hostPort(freePort), address: '127.0.0.1' }],
    },
    at: 'HostConfig.PortBindings',
    becomes: { [`${PROBE_PORT}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(freePort) }] },
  },
  mounts: {
    spec: {
      mounts: [{ type: 'volume', volume: `${system}-probe-clean`, target: '/probe', readOnly: false }],
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
    // longer than what engines with a start_interval probe healthy services by
    spec: health({ interval: 20 }),
    at: 'Config.Healthcheck.Interval',
    becomes: 20 * second,
  },
  'health-timeout': { spec: health({ timeout: 7 }), at: 'Config.Healthcheck.Timeout', becomes: 7 * second },
  'health-retries': {
    spec: health({ retries: 30 }),
    // an engine with a start_interval probes more rarely than the spec says, and takes fewer failures for as long a time
    at: ({ Config: { Healthcheck } }) => (Healthcheck.Retries * Healthcheck.Interval) / (4 * second),
    becomes: 30,
  },
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
    spec: { securityOptions: ['no-new-privileges:true', 'seccomp=unconfined'] },
    at: ({ HostConfig }) => HostConfig.SecurityOpt?.toSorted(),
    becomes: ['no-new-privileges:true', 'seccomp=unconfined'],
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
    spec: { labels: { ...serviceLabels(named(system), 'prod', 'labels'), added: 'yes' } },
    at: 'Config.Labels.added',
    becomes: 'yes',
  },
  'secret-files': {
    spec: { secretFiles: { [SECRET]: 'PROBE_SECRET' }, readOnlyRoot: false },
    at: 'HostConfig.ReadonlyRootfs',
    becomes: false,
  },
});

/**
 * What another container or a person sees of it, and nobody in the container's own description; and its name, which follows
 * from the service's: what has another one is not the system's own. Of a job no container is left.
 */
const NO_TRACE = [
  'container',
  'name',
  'kind',
  'mode',
  'port',
  'otherPorts',
  'dependsOn',
  'exceptions',
  'job',
];

function valueAt(document: Inspected, at: Change['at']): unknown {
  if (typeof at === 'function') return at(document);
  return at
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | null)?.[step], document);
}

/** The attributes that one of the two tables has, sorted. */
export function tabledAttributes(): string[] {
  const changed = Object.values(changesOf('any', 1)).flatMap(({ spec }) => Object.keys(spec));
  return [...new Set([...changed, ...NO_TRACE])].sort();
}

export interface Deployment {
  readonly engine: 'Compose' | 'Terraform';
  /** Why it cannot be tested here, if it cannot. */
  readonly lack: string | undefined;
  readonly up: (system: TestSystem) => Promise<unknown>;
  readonly expectNothingLeft: (system: TestSystem, mode: 'prod') => Promise<unknown>;
  readonly name: string;
  readonly portOffset: number;
}

/** What an engine makes of a change of each attribute. */
export function describeAttributes({
  engine,
  lack,
  up,
  expectNothingLeft,
  name,
  portOffset,
}: Deployment): void {
  describe(`each attribute of a spec, changed alone, by ${engine}`, () => {
    let system: TestSystem;
    const changes = changesOf(name, portOffset + 9);
    const names = [...Object.keys(changes), 'unchanged'];
    const table = Object.entries(changes).filter(([probe]) => engine === 'Compose' || probe !== 'pids');
    const before: Record<string, Inspected> = {};
    const after: Record<string, Inspected> = {};
    const again: Record<string, Inspected> = {};
    const deployInto = async (found: Record<string, Inspected>) => {
      await up(system);
      Object.assign(found, Object.fromEntries(await system.inspect('prod')));
    };
    const of = (found: Record<string, Inspected>, probe: string) =>
      found[probe] ?? expect.fail(`there is no container of ${probe}`);

    beforeAll(async () => {
      if (lack) return;
      system = await TestSystem.make({ name, portOffset });
      await execa('docker', ['build', '--quiet', '--tag', otherImage(name), '-'], {
        input: `FROM ${BASE}\nLABEL other=image\n`,
      });
      makeProbes(system, names, health());
      await deployInto(before);
      override(system, Object.fromEntries(Object.entries(changes).map(([name, { spec }]) => [name, spec])));
      await deployInto(after);
    });
    afterAll(() => system?.remove());

    it.skipIf(lack).each(table)('is changed in the container: %s', async (probe, { at, becomes }) => {
      expect(valueAt(of(before, probe), at)).not.toEqual(becomes);
      expect(valueAt(of(after, probe), at)).toEqual(becomes);
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
      for (const [probe, { at }] of table)
        expect(valueAt(of(again, probe), at), probe).toEqual(valueAt(of(before, probe), at));
      await expectNothingLeft(system, 'prod');
    });
  });
}
