/** The reference table of OpsConductor, written by hand: what the engine must say, whatever the constructs say. */

import { expect } from 'vitest';
import type { Inspected, Mode, TestSystem } from './harness.js';

interface Application {
  /** Its source directory. */
  readonly source: string;
  /** Relative to the source directory. */
  readonly live: readonly string[];
  readonly host: number;
  readonly port: number;
}

export const PYTHON = {
  'ai-brain': { source: 'ai-brain', live: ['main_clean.py', 'orchestration'], host: 3005, port: 3005 },
  'automation-service': {
    source: 'automation-service',
    live: ['main_clean.py', 'libraries'],
    host: 8001,
    port: 3003,
  },
  'asset-service': { source: 'asset-service', live: ['main.py', 'data'], host: 8002, port: 3002 },
  'network-service': {
    source: 'network-analyzer-service',
    live: ['main.py', 'agents', 'analyzers', 'models', 'utils'],
    host: 8003,
    port: 3006,
  },
  'communication-service': { source: 'communication-service', live: ['main.py'], host: 8004, port: 3004 },
  'identity-service': {
    source: 'identity-service',
    live: ['main.py', 'keycloak_adapter.py'],
    host: 8005,
    port: 3001,
  },
} as const satisfies Record<string, Application>;

export const APPLICATIONS: Readonly<Record<string, Application>> = {
  ...PYTHON,
  frontend: {
    source: 'frontend',
    live: ['src', 'public', 'package.json', 'package-lock.json', 'tsconfig.json', '.env'],
    host: 3000,
    port: 3000,
  },
};

/** Backing services: data volume and where it is mounted. */
const BACKING = {
  postgres: { volume: 'postgres_data', target: '/var/lib/postgresql/data' },
  redis: { volume: 'redis_data', target: '/data' },
  ollama: { volume: 'ollama_models', target: '/root/.ollama' },
  'prefect-server': { volume: 'prefect_data', target: '/root/.prefect' },
  gateway: { volume: 'gateway_data', target: '/var/tmp' },
} as const;

type Described = Readonly<Record<string, readonly string[]>>;

/** Those that are not always there: a machine without an image registry has no ollama, and dev no gateway. */
const SOME = ['ollama', 'gateway'];

/** The services that run here. */
function backing(found: ReadonlyMap<string, Inspected>): [string, { volume: string; target: string }][] {
  return Object.entries(BACKING).filter(([service]) => !SOME.includes(service) || found.has(service));
}

/** Every container by its name, with its mounts, as the engine has them and as the table wants them. */
export function expectMounts(system: TestSystem, mode: Mode, found: ReadonlyMap<string, Inspected>): void {
  const real: Described = Object.fromEntries(
    [...found.values()].map(({ Name, Mounts }) => [Name, Mounts.map(describeMount).sort()]),
  );
  const suffix = mode === 'dev' ? 'dev' : 'clean';
  const binds = ({ source, live }: Application) =>
    [
      ...live.map((path) => `bind ${system.root}/${source}/${path} at /app/${path}, read-only`),
      `bind ${system.root}/shared at /app/shared, read-only`,
    ].sort();
  const wanted: Described = Object.fromEntries([
    ...Object.entries(APPLICATIONS).map(([service, application]) => [
      `/${system.name}-${service}-${suffix}`,
      mode === 'dev' ? binds(application) : [],
    ]),
    ...backing(found).map(([service, { volume, target }]) => [
      `/${system.name}-${service}-${suffix}`,
      [`volume ${system.name}-${volume}-${suffix} at ${target}, writable`],
    ]),
  ]);
  expect(real).toEqual(wanted);
}

function describeMount({ Type, Name, Source, Destination, RW }: Inspected['Mounts'][number]): string {
  return `${Type} ${Type === 'volume' ? Name : Source} at ${Destination}, ${RW ? 'writable' : 'read-only'}`;
}

/** Host address, host port and container port of every service. */
export function expectPorts(system: TestSystem, mode: Mode, found: ReadonlyMap<string, Inspected>): void {
  const real: Described = Object.fromEntries(
    [...found].map(([service, { HostConfig }]) => [
      service,
      Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
        bindings.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort} → ${port}`),
      ),
    ]),
  );
  const wanted: Described = Object.fromEntries([
    ...Object.entries(APPLICATIONS).map(([service, { host, port }]) => [
      service,
      [`127.0.0.1:${system.port(host)} → ${port}/tcp`],
    ]),
    ...backing(found).map(([service]) => [service, []]),
    ...(mode === 'prod'
      ? [['gateway', [443, 80].map((port) => `0.0.0.0:${system.port(port)} → ${port}/tcp`)]]
      : []),
  ]);
  expect(real).toEqual(wanted);
}

/** The data volumes that exist are those of the table. */
export async function expectVolumes(
  system: TestSystem,
  mode: Mode,
  found: ReadonlyMap<string, Inspected>,
): Promise<void> {
  const suffix = mode === 'dev' ? 'dev' : 'clean';
  const wanted = backing(found).map(([, { volume }]) => `${system.name}-${volume}-${suffix}`);
  const real = (await system.volumes()).filter((volume) => volume.endsWith(`-${suffix}`));
  expect(real).toEqual(wanted.sort());
}

export function expectHealthy(found: ReadonlyMap<string, Inspected>): void {
  const states = [...found].map(([service, { State }]) => [service, State.Health?.Status ?? State.Status]);
  expect(Object.fromEntries(states)).toEqual(
    Object.fromEntries([...found.keys()].map((service) => [service, 'healthy'])),
  );
}
