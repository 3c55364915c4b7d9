import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { exampleApp } from '../system.js';
import { docker, lines } from './engine.js';
import type { Mode } from './harness.js';

/** The parts of `docker inspect` that the benchmark is about. */
interface Hardened {
  readonly Id: string;
  readonly State: { readonly Health?: { readonly Status: string } };
  readonly Config: { readonly User: string; readonly Healthcheck?: { readonly Test: readonly string[] } };
  readonly HostConfig: {
    readonly [mode in
      | 'NetworkMode'
      | 'PidMode'
      | 'IpcMode'
      | 'UTSMode'
      | 'UsernsMode'
      | 'CgroupParent']: string;
  } & {
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly CpuQuota: number;
    readonly PidsLimit: number | null;
    readonly Privileged: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly Init: boolean;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Devices: readonly unknown[] | null;
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>> | null;
  };
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Source: string;
    readonly Propagation: string;
    readonly RW: boolean;
  }[];
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

interface Expected {
  readonly capabilities: readonly string[];
  readonly port: number;
}

const bindings = (it: Hardened) => Object.values(it.HostConfig.PortBindings ?? {}).flat();
const options = (it: Hardened) => it.HostConfig.SecurityOpt ?? [];
const names = (list: readonly string[] | null) =>
  (list ?? []).map((name) => name.replace(/^CAP_/, '')).sort();
const SYSTEM_PATHS = /^\/(boot|dev|etc|lib|proc|sys|usr|run|var\/run|var\/lib\/docker(?!\/volumes\/))?(\/|$)/;

/** Point → whether a container passes it. Numbers and claims are those of docker/docker-bench-security. */
const POINTS: Readonly<Record<string, (it: Hardened, expected: Expected) => boolean>> = {
  '4.1': ({ Config }) => !/^(|0|root)(:|$)/.test(Config.User),
  '4.6': ({ Config }) => (Config.Healthcheck?.Test[0] ?? 'NONE') !== 'NONE',
  '5.2': (it) => !options(it).some((option) => /^apparmor[=:]unconfined$/.test(option)),
  '5.3': (it) => !options(it).some((option) => /^label[=:]disable$/.test(option)),
  '5.4': ({ HostConfig: { CapAdd, CapDrop } }, { capabilities }) =>
    names(CapDrop).includes('ALL') && names(CapAdd).join() === [...capabilities].sort().join(),
  '5.5': ({ HostConfig }) => !HostConfig.Privileged,
  '5.6': ({ Mounts }) => !Mounts.some(({ Type, Source }) => Type === 'bind' && SYSTEM_PATHS.test(Source)),
  '5.8': (it) => bindings(it).every(({ HostPort }) => Number(HostPort) >= 1024),
  '5.9': ({ HostConfig }, { port }) =>
    Object.keys(HostConfig.PortBindings ?? {}).every((published) => published === `${port}/tcp`),
  '5.10': ({ HostConfig }) => HostConfig.NetworkMode !== 'host',
  '5.11': ({ HostConfig: { Memory, MemorySwap } }) => Memory > 0 && MemorySwap === Memory,
  '5.12': ({ HostConfig }) => HostConfig.CpuQuota > 0,
  '5.13': ({ HostConfig }) => HostConfig.ReadonlyRootfs,
  '5.14': (it) => bindings(it).every(({ HostIp }) => !['', '0.0.0.0', '::'].includes(HostIp)),
  '5.15': ({ HostConfig: { RestartPolicy } }) =>
    RestartPolicy.Name === 'on-failure' && RestartPolicy.MaximumRetryCount <= 5,
  '5.16': ({ HostConfig }) => HostConfig.PidMode !== 'host',
  '5.17': ({ HostConfig }) => HostConfig.IpcMode !== 'host',
  '5.18': ({ HostConfig }) => (HostConfig.Devices ?? []).length === 0,
  '5.20': ({ Mounts }) => Mounts.every(({ Propagation }) => !Propagation.includes('shared')),
  '5.21': ({ HostConfig }) => HostConfig.UTSMode !== 'host',
  '5.22': (it) => !options(it).some((option) => /^seccomp[=:]unconfined$/.test(option)),
  '5.25': ({ HostConfig }) => HostConfig.CgroupParent === '',
  '5.26': (it) => options(it).some((option) => /^no-new-privileges([=:]true)?$/.test(option)),
  '5.27': ({ State }) => State.Health?.Status === 'healthy',
  '5.29': ({ HostConfig }) => (HostConfig.PidsLimit ?? 0) > 0,
  '5.30': ({ NetworkSettings }) => !('bridge' in NetworkSettings.Networks),
  '5.31': ({ HostConfig }) => HostConfig.UsernsMode !== 'host',
  '5.32': ({ Mounts }) => !Mounts.some(({ Source }) => Source.endsWith('docker.sock')),
};

/** Rows of the documents' table of exceptions that concern a mode and an engine: `point service` and `point *`. */
function exceptions(mode: Mode, engine: 'Compose' | 'Terraform'): Set<string> {
  const rows = lines(readFileSync('docs/hardening.md', 'utf8').split('### Exceptions')[1] ?? '');
  const cells = rows
    .filter((row) => /^\| \d/.test(row))
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const found = cells.flatMap(([, point = '', modes = '', service = '', why = '']) => {
    expect(why.length, `why ${service} is excepted from ${point}`).toBeGreaterThan(20);
    if (modes !== 'both' && modes !== mode) return [];
    if (service === 'every (Terraform)') return engine === 'Terraform' ? [`${point} *`] : [];
    return [`${point} ${service.startsWith('every') ? '*' : service}`];
  });
  expect(found.length).toBeGreaterThan(3);
  return new Set(found);
}

/** Every point holds in every container, but for the documents' exceptions, each of which somebody needs. */
export async function expectHardened(
  system: { inspect(mode: Mode): Promise<ReadonlyMap<string, unknown>> },
  mode: Mode,
  engine: 'Compose' | 'Terraform',
): Promise<void> {
  const containers = (await system.inspect(mode)) as ReadonlyMap<string, Hardened>;
  const specs = new Map(exampleApp()[mode].services.map((service) => [service.name, service]));
  const allowed = exceptions(mode, engine);
  const needed = new Set<string>();
  const failed: string[] = [];
  for (const [service, container] of containers) {
    const spec = specs.get(service) ?? expect.fail(`${service} is no service of the description`);
    for (const [point, holds] of Object.entries(POINTS)) {
      if (holds(container, { capabilities: spec.capabilities.add, port: spec.port ?? Number.NaN })) continue;
      const names = [`${point} ${service}`, `${point} *`].filter((name) => allowed.has(name));
      if (names.length === 0) failed.push(`${point} ${service}`);
      for (const name of names) needed.add(name);
    }
    const processes = lines(await docker('top', container.Id, '-o', 'pid,comm')).join('\n');
    expect(processes, `5.7 ${service}`).not.toMatch(/\bsshd\b/);
    expect(container.HostConfig.Init, `${service} has a process 1 that passes signals on`).toBe(true);
  }
  expect(failed).toEqual([]);
  // a machine without an image registry has no ollama
  const unneeded = [...allowed].filter((name) => !needed.has(name));
  expect(unneeded.filter((name) => containers.has(name.split(' ')[1] ?? '') || name.endsWith('*'))).toEqual(
    [],
  );
  expect(await docker('info', '--format', '{{.Swarm.LocalNodeState}}'), '5.1').toBe('inactive');
}
