import { expect } from 'vitest';
import { hasStartInterval } from '../../lib/engine/start-interval.js';
import type { Inspected } from './harness.js';

/**
 * Paths of `docker inspect` in which two containers of one spec differ whoever makes them, or whose difference is
 * known and harmless. `*` is one step of a path; what lies below a path is ignored with it.
 */
type Ignored = readonly (readonly [path: string, reason: string])[];

const IGNORED: Ignored = [
  ['Id', 'new for each container'],
  ['Created', 'time'],
  ['State.Pid', 'the host’s number of the process'],
  ['State.StartedAt', 'time'],
  ['State.FinishedAt', 'time'],
  ['State.Health.Log', 'the last probes, with their times'],
  ['State.Health.FailingStreak', 'of one that just waits for another'],
  ['ExecIDs', 'the health probe that happens to run'],
  ['ResolvConfPath', 'has the id'],
  ['HostnamePath', 'has the id'],
  ['HostsPath', 'has the id'],
  ['LogPath', 'has the id'],
  ['GraphDriver.Data', 'the engine’s layers, new for each container'],
  ['Config.Hostname', 'the short id'],
  ['NetworkSettings.SandboxID', 'new for each container'],
  ['NetworkSettings.SandboxKey', 'new for each container'],
  ['NetworkSettings.Networks.*.NetworkID', 'each made its own network of the same name'],
  ['NetworkSettings.Networks.*.EndpointID', 'new for each container'],
  ['NetworkSettings.Networks.*.Gateway', 'given by the engine from its pool'],
  ['NetworkSettings.Networks.*.IPAddress', 'given by the engine from its pool'],
  ['NetworkSettings.Networks.*.IPPrefixLen', 'of that pool: they are of several sizes'],
  ['NetworkSettings.Networks.*.MacAddress', 'follows the address'],
  [
    'NetworkSettings.Networks.*.IPAMConfig',
    'Terraform says {} where Compose says null: no wish for an address',
  ],
  ['Config.AttachStdout', 'Compose asks for it at creation; both run detached'],
  ['Config.AttachStderr', 'the same'],
  ['Config.Labels.com.docker.compose.*', 'Compose’s own bookkeeping'],
  ['Config.Labels.io.opsconductor.spec', 'Terraform’s own: the provider does not see every change'],
  [
    'HostConfig.NetworkMode',
    'Terraform creates on bridge and leaves it before the start; Networks, which is compared, has the system’s network alone',
  ],
  ['HostConfig.PidsLimit', 'the provider has no argument for it'],
  ['HostConfig.ExtraHosts', 'none: [] or null'],
  ['HostConfig.PortBindings', 'none: {} or null; what is bound is compared as NetworkSettings.Ports'],
  ['HostConfig.Binds', 'how a volume was asked for; the outcome is compared as Mounts'],
  ['HostConfig.Mounts', 'how a mount was asked for; the outcome is compared as Mounts'],
  [
    'Mounts.*.Mode',
    'the asked options of a volume, rw or z (no SELinux relabelling happens to a named volume)',
  ],
  ...((await hasStartInterval())
    ? (['Interval', 'Retries', 'StartInterval'] as const).map(
        (field) =>
          [
            `Config.Healthcheck.${field}`,
            'start_interval; the stacks are the same for every engine',
          ] as const,
      )
    : []),
];

/** The whole document as flat `path: value` lines, without what is ignored; sets are sorted. */
function flatten(document: Inspected, ignored: Ignored): Record<string, string> {
  const shortId = document.Id.slice(0, 12);
  const flat: Record<string, string> = {};
  const visit = (value: unknown, path: readonly string[]): void => {
    if (isIgnored(path, ignored)) return;
    if (Array.isArray(value) && value.length > 0)
      for (const [key, item] of keyed(value, path, shortId)) visit(item, [...path, key]);
    else if (value !== null && typeof value === 'object' && Object.keys(value).length > 0)
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    else flat[path.join(' ')] = JSON.stringify(value);
  };
  visit(document, []);
  return flat;
}

/** A list whose order means nothing gets keys that do not depend on it. */
function keyed(list: readonly unknown[], path: readonly string[], shortId: string): [string, unknown][] {
  const where = path.join('.');
  if (where === 'Mounts') return list.map((mount) => [(mount as { Destination: string }).Destination, mount]);
  if (where === 'Config.Env') return list.map((line) => String(line).split(/=(.*)/s, 2) as [string, string]);
  const isSet = /^HostConfig\.Cap|Networks\..*\.(Aliases|DNSNames)$/.test(where);
  // the engine itself adds the short id to the aliases, since 25 to the DNS names
  const items = isSet ? list.filter((item) => item !== shortId).sort() : list;
  return items.map((item, i) => [String(i), item]);
}

function isIgnored(path: readonly string[], ignored: Ignored): boolean {
  // labels have dots in their names
  const steps = path.flatMap((step) => (path[1] === 'Labels' ? step.split('.') : [step]));
  return ignored.some(([each]) => {
    const pattern = each.split('.');
    return pattern.length <= steps.length && pattern.every((word, i) => word === '*' || word === steps[i]);
  });
}

/** Fails with each field of each service that differs: `asset-service: HostConfig Memory: 1 (terraform), 2 (compose)`. */
export function expectSame(
  terraform: ReadonlyMap<string, Inspected>,
  compose: ReadonlyMap<string, Inspected>,
  { engine = 'terraform', ignored = [] }: { readonly engine?: string; readonly ignored?: Ignored } = {},
): void {
  const all = [...IGNORED, ...ignored];
  expect([...terraform.keys()].sort()).toEqual([...compose.keys()].sort());
  const differences = [...terraform].flatMap(([service, document]) => {
    const left = flatten(document, all);
    const other = compose.get(service);
    const right = other ? flatten(other, all) : {};
    // enough to have compared the whole document, and not the rest of a mistaken list of paths
    expect(Object.keys(left).length, `${service}: compared fields`).toBeGreaterThan(100);
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .filter((path) => left[path] !== right[path])
      .map((path) => `${service}: ${path}: ${left[path]} (${engine}), ${right[path]} (compose)`);
  });
  expect(differences).toEqual([]);
}
