import type { CheckedPort, CheckedService, CheckedWatch } from '../../model/checked-system.js';
import { containerPort } from '../../model/port.js';
import type { HealthCheck } from '../../model/service-spec.js';
import { readAsWritten } from './as-written.js';
import type { Attributes } from './attributes.js';
import { sayLeftOut } from './left-out.js';
import { relativeTo } from './paths.js';
import type { ServiceContext } from './project.js';
import { seconds } from './quantities.js';
import { readEnvironment } from './read-environment.js';
import { readHosts } from './read-hosts.js';
import { readImage } from './read-image.js';
import { readMounts, readSecrets, readTmpfs } from './read-mounts.js';
import { readRights } from './read-rights.js';
import { shellWords } from './shell-words.js';
import { isNull } from './tree.js';

/** A canonical service, with all that it extends and overrides, as the rules see it. */
export function readService(name: string, service: Attributes, project: ServiceContext): CheckedService {
  sayLeftOut(name, service);
  const image = readImage(service, project);
  const container = service.text('container_name');
  const entrypoint = readCommand(service, 'entrypoint');
  const command = readCommand(service, 'command');
  const healthCheck = readHealth(service);
  const watched = readWatched(service, project);
  const port = readExposed(service);
  const workdir = service.text('working_dir');
  const profiles = service.texts('profiles') ?? [];
  return {
    name,
    kind: service.get('build') ? 'application' : 'backing',
    mode: project.mode,
    ...(container === undefined ? {} : { container }),
    ...readHosts(service),
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(image ? { image } : {}),
    ...(entrypoint ? { entrypoint } : {}),
    ...(command ? { command } : {}),
    ...(workdir?.startsWith('/') ? { workdir } : {}),
    ...readEnvironment(service, project.root),
    ...readAsWritten(service),
    ...(port === undefined ? {} : { port }),
    published: service.maps('ports').flatMap(readPort),
    mounts: readMounts(service, project),
    ...readTmpfs(service),
    ...readSecrets(service, project),
    ...(watched.length > 0 ? { watched } : {}),
    ...(healthCheck ? { healthCheck } : {}),
    ...readRights(service),
    dependsOn: readDependencies(service, project),
    exceptions: {},
  };
}

/** A line is split as a shell does it; an empty one is none. */
function readCommand(service: Attributes, key: string): string[] | undefined {
  const given = service.get(key);
  if (given?.kind === 'list') return service.texts(key);
  const line = service.leaf(key);
  return line && shellWords(line.text);
}

function readPort(port: Attributes): CheckedPort[] {
  const container = port.number('target');
  if (container === undefined) return port.log.problem(port.table.place, `${port.what} has no target`) ?? [];
  const host = /^\d+$/.exec(port.text('published') ?? '')?.[0];
  const address = port.text('host_ip');
  const protocol = port.text('protocol');
  return [
    {
      container,
      ...(host && host !== '0' ? { host: Number(host) } : {}),
      ...(address ? { address } : {}),
      ...(protocol === 'udp' || protocol === 'sctp' ? { protocol } : {}),
    },
  ];
}

/** The one TCP port that it EXPOSEs, where it is one. */
function readExposed(service: Attributes): CheckedService['port'] {
  const [only, ...others] = service.texts('expose') ?? [];
  const port = Number(/^(\d+)(\/tcp)?$/.exec(only ?? '')?.[1]);
  return others.length === 0 && port >= 1 && port <= 65_535 ? containerPort(port) : undefined;
}

/** Docker's own values for what a health check leaves out: docs.docker.com/reference/dockerfile/#healthcheck */
const HEALTH_DEFAULTS = { interval: 30, timeout: 30, retries: 3, startPeriod: 0 };

/** Undefined where the image's own stays; with the test `NONE` where that is taken away. */
function readHealth(service: Attributes): HealthCheck | undefined {
  const health = service.map('healthcheck');
  const given = health?.get('test');
  if (health?.flag('disable')) return { test: ['NONE'], ...HEALTH_DEFAULTS };
  if (!health || given === undefined) return undefined;
  const line = given.kind === 'leaf' ? health.text('test') : undefined;
  const test = given.kind === 'leaf' ? (line ? ['CMD-SHELL', line] : undefined) : health.texts('test');
  if (!test || test.length === 0) return undefined;
  return {
    test,
    interval: seconds(health, 'interval') ?? HEALTH_DEFAULTS.interval,
    timeout: seconds(health, 'timeout') ?? HEALTH_DEFAULTS.timeout,
    retries: health.number('retries') ?? HEALTH_DEFAULTS.retries,
    startPeriod: seconds(health, 'start_period') ?? HEALTH_DEFAULTS.startPeriod,
  };
}

/**
 * All that Compose starts before it: `depends_on`, `links`, `volumes_from`, and whose network or processes it shares.
 * What is waited for by choice (`required: false`) is none where it does not run.
 */
function readDependencies(service: Attributes, { top }: ServiceContext): string[] {
  const running = top.map('services')?.table.entries;
  const waits = service.map('depends_on');
  const shared = ['network_mode', 'ipc', 'pid'].flatMap(
    (key) => /^service:(.+)$/.exec(service.text(key) ?? '')?.[1] ?? [],
  );
  const links = (service.texts('links') ?? []).map((link) => link.replace(/:.*$/s, ''));
  const from = (service.texts('volumes_from') ?? []).flatMap((entry) =>
    entry.startsWith('container:') ? [] : [entry.replace(/:.*$/s, '')],
  );
  const named = [...(waits?.table.entries.keys() ?? [])].filter(
    (name) => running?.has(name) || isNull(waits?.get(name)) || waits?.map(name)?.flag('required') !== false,
  );
  return [...new Set([...named, ...links, ...from, ...shared])].sort();
}

const ACTIONS: readonly CheckedWatch['action'][] = [
  'rebuild',
  'restart',
  'sync',
  'sync+restart',
  'sync+exec',
];

function readWatched(service: Attributes, { root }: ServiceContext): CheckedWatch[] {
  return (service.map('develop')?.maps('watch') ?? []).flatMap((watch, i): CheckedWatch[] => {
    const missing = watch.leaf('path')?.missing;
    if (missing !== undefined) {
      const part = { service: service.what, at: `watched[${i}]` };
      return watch.log.unset(missing, watch.table.place, part) ?? [];
    }
    const path = watch.text('path');
    const action = ACTIONS.find((known) => known === watch.text('action'));
    if (path === undefined || !action)
      return (
        watch.log.problem(
          watch.table.place,
          `${watch.what} has no path, or no action that is one of ${ACTIONS.join(', ')}`,
        ) ?? []
      );
    const target = watch.text('target');
    return [{ path: relativeTo(root, path), action, ...(target ? { target } : {}) }];
  });
}

/** Stands for the key of the extension, which is another for each system. */
export const EXTENSION = 'x-';

/** Where `at` of a finding is in a service: attribute of the model → attributes of Compose. */
export const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['image', ['build', 'image']],
  ['container', ['container_name']],
  ['healthCheck', ['healthcheck']],
  ['dependsOn', ['depends_on', 'links', 'volumes_from', 'network_mode']],
  ['published', ['ports']],
  ['port', [EXTENSION, 'expose', 'ports', 'healthcheck']],
  ['mounts', ['volumes']],
  ['secretFiles', ['secrets']],
  ['watched', ['develop']],
  ['capabilities', ['cap_add', 'cap_drop']],
  ['securityOptions', ['security_opt']],
  ['readOnlyRoot', ['read_only']],
  ['memory', ['mem_limit']],
  ['pids', ['pids_limit']],
  ['stopGrace', ['stop_grace_period']],
  ['exceptions', [EXTENSION]],
]);
