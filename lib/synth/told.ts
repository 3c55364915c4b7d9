import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseCompose } from '../compose/read/parse.js';
import { renderCompose } from '../compose/write/render.js';
import { ownVariables } from '../disk/files.js';
import type { CheckedMount, CheckedService } from '../model/checked-system.js';
import { composeFileName, type Engine } from '../model/deployment.js';
import type { Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import type { RestartPolicy, ServiceSpec, SystemSpec } from '../model/service-spec.js';

/**
 * A system as Compose tells it to its containers: what stands in `compose` is read back from the file that is written, mounts
 * above all. Sources outside the source root are absolute; anonymous volumes are left out.
 * @param root the source root, absolute
 * @param env the shell's variables @default - none, and no `.env`: the answer is the same on every machine
 */
export function asTold<M extends Mode>(
  system: SystemSpec<M>,
  root: string,
  env?: Readonly<Record<string, string | undefined>>,
): SystemSpec<M> {
  if (system.services.every(({ compose }) => compose === undefined)) return system;
  const { conventions, mode } = system;
  const file = { path: join(root, composeFileName(conventions, mode)), text: renderCompose(system) };
  const { system: read } = parseCompose([file], {
    ...{ mode, root, conventions, projectDirectory: root, profiles: ['*'], readFile },
    env: env ?? {},
    envFiles: env ? ownVariables(root, conventions).map((path) => join(root, path)) : [],
  });
  const known = new Map(read.services.map((service) => [service.name, service]));
  const services = system.services.map((service) => {
    const its = known.get(service.name);
    return its && service.compose ? told(service, its, known, root) : service;
  });
  return { ...system, services };
}

/** A system as the containers that are there were told it: Terraform's and Swarm's know nothing of `compose`. */
export function asRun<M extends Mode>(
  system: SystemSpec<M>,
  root: string,
  containers: readonly { readonly engine: Engine }[],
): SystemSpec<M> {
  return containers.some(({ engine }) => engine !== 'compose') ? system : asTold(system, root, process.env);
}

/** The service with what Compose makes of it; the environment, of which only names are shown, stays as it is described. */
function told<M extends Mode>(
  service: ServiceSpec<M>,
  read: CheckedService,
  all: ReadonlyMap<string, CheckedService>,
  root: string,
): ServiceSpec<M> {
  const { command, healthCheck, user, capabilities, securityOptions, readOnlyRoot, dependsOn } = read;
  const { memory, cpus, pids, init, stopGrace } = read as Partial<ServiceSpec>;
  return {
    ...service,
    ...defined({ command, healthCheck, user, capabilities, securityOptions, readOnlyRoot, dependsOn }),
    ...defined({ memory, cpus, pids, init, stopGrace, port: service.port ?? read.port }),
    restart: policyOf(read.restart),
    published: read.published.flatMap(({ host, protocol, ...port }) =>
      host === undefined || protocol ? [] : [{ ...port, host }],
    ) as unknown as ServiceSpec['published'],
    mounts: mountsOf(service, read, all).map((mount) =>
      asMount(mount, service.mounts as readonly Mount[], root),
    ) as unknown as ServiceSpec<M>['mounts'],
  };
}

const POLICIES: Readonly<Record<string, RestartPolicy>> = { any: 'always', none: 'no', '': 'no' };

/** `on-failure:3`, or a swarm's `any`; an empty text is as none. */
function policyOf(text = 'no'): RestartPolicy {
  const [policy = ''] = text.split(':');
  return POLICIES[policy] ?? (policy as RestartPolicy);
}

/** Also secrets that are files of the host, and what it takes from others. */
function mountsOf(
  { compose }: ServiceSpec,
  { mounts, secretFiles = {}, secretSources = {} }: CheckedService,
  all: ReadonlyMap<string, CheckedService>,
): CheckedMount[] {
  const secrets = Object.entries(secretFiles).flatMap(([target, secret]): CheckedMount[] => {
    const source = secretSources[secret];
    return source === undefined ? [] : [{ type: 'bind', source, target, readOnly: true }];
  });
  const from = Array.isArray(compose?.volumes_from) ? (compose.volumes_from as unknown[]) : [];
  const taken = from.flatMap((entry) => {
    const [name = '', access] = String(entry).split(':');
    const its = all.get(name)?.mounts ?? [];
    return its.map((mount) => ({ ...mount, readOnly: mount.readOnly || access === 'ro' }));
  });
  const own = [...mounts, ...secrets];
  const others = taken.filter(({ target }) => own.every((mount) => mount.target !== target));
  return [...own, ...others].filter((mount) => mount.type === 'bind' || mount.volume !== undefined);
}

/** What is described is as it is described. What Compose mounts is there at once, and nobody here restarts anything for it. */
function asMount(mount: CheckedMount, described: readonly Mount[], root: string): CheckedMount {
  const own = described.find(({ target }) => target === mount.target);
  if (mount.type !== 'bind' || own) return own ?? mount;
  const isFile = statSync(resolve(root, mount.source), { throwIfNoEntry: false })?.isFile() ?? false;
  return { ...mount, kind: isFile ? 'file' : 'dir', hot: true };
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
