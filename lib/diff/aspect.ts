import type { Conventions } from '../model/conventions.js';
import { type EnvironmentValue, renderValue } from '../model/environment.js';
import type { ImageSpec } from '../model/image.js';
import { labelNames } from '../model/labels.js';
import type { Mount } from '../model/mount.js';
import { reloaded } from '../model/reload.js';
import { CPU_PERIOD, type HealthCheck, type ServiceSpec } from '../model/service-spec.js';

/** What a reviewer asks for first stands first. */
export const AREAS = [
  'data volume',
  'mount',
  'image',
  'port',
  'capability',
  'right',
  'environment',
  'secret file',
  'command',
  'health check',
  'limit',
  'in memory',
  'Compose',
  'swarm',
  'waits for',
  'runs',
  'serves on',
  'label',
  'container',
  'exception',
] as const;

export type Area = (typeof AREAS)[number];

/** One thing that a container is told: where two sides have another value for it, something has changed. */
export interface Aspect {
  readonly area: Area;
  /** Which one of its area: a path, a port, a variable; empty where there is only one. */
  readonly name: string;
  /** In words. Of environment it is only compared, and never shown. */
  readonly value: string;
}

/** Whether an area's values are compared, and only its names shown. */
export function isHidden(area: Area): boolean {
  return area === 'environment';
}

/** All that a container is told, each area and name once. */
export function aspectsOf(service: ServiceSpec, conventions: Conventions): Aspect[] {
  const { label, ...rest } = { label: labelNames(conventions), ...service };
  const standard = new Set(Object.values(label));
  return [
    ...imageAspects(rest.image),
    ...(rest.mounts as readonly Mount[]).map((mount) => mountAspect(mount, rest.plain)),
    ...each('in memory', rest.tmpfs, (size) => `${size} MiB`),
    ...each('secret file', rest.secretFiles, (secret) => secret),
    ...each('environment', rest.environment, environmentText),
    ...rest.published.map(({ container, host, address }) =>
      aspect('port', String(container), `${address ?? '0.0.0.0'}:${host}`),
    ),
    ...[rest.port, ...(rest.otherPorts ?? [])].flatMap((port) =>
      port === undefined ? [] : [aspect('serves on', String(port), '')],
    ),
    ...(rest.healthCheck ? healthAspects(rest.healthCheck) : []),
    ...(rest.job ? [aspect('runs', '', 'once, before a start')] : []),
    ...rest.dependsOn.map((name) => aspect('waits for', name, '')),
    ...rightsOf(rest),
    ...limitsOf(rest),
    ...placesOf(rest),
    ...commandAspects(rest.command),
    ...each('label', rest.labels, (value) => value).filter(({ name }) => !standard.has(name)),
    aspect('container', '', rest.container),
    ...each('exception', rest.exceptions, (reason) => reason),
  ];
}

export function aspect(area: Area, name: string, value: string): Aspect {
  return { area, name, value };
}

function each<T>(area: Area, values: Readonly<Record<string, T>>, text: (value: T) => string): Aspect[] {
  return Object.entries(values).map(([name, value]) => aspect(area, name, text(value)));
}

function imageAspects(image: ImageSpec): Aspect[] {
  if (image.kind === 'external') return [aspect('image', '', image.reference)];
  const { directory, dockerfile, inline } = image.source;
  const stage = image.target ? `, stage ${image.target}` : '';
  return [
    aspect(
      'image',
      '',
      `built from ${directory}/${inline === undefined ? dockerfile : 'its construct'}${stage}`,
    ),
  ];
}

/** What a mount is, in the words that a change of it is told with. */
function mountAspect(mount: Mount, plain = false): Aspect {
  const readOnly = mount.readOnly ? 'read-only' : 'writable';
  if (mount.type === 'volume')
    return aspect('data volume', mount.target, `${mount.volume}${mount.readOnly ? ', read-only' : ''}`);
  const kind = mount.kind === 'file' ? 'a file' : 'a directory';
  return aspect(
    'mount',
    mount.target,
    `${mount.source}, ${kind}, ${readOnly}${mount.hot && !plain ? ', seen at once' : ''}`,
  );
}

/** Secrets and variables by their names. */
function environmentText(value: EnvironmentValue): string {
  return renderValue(value, {
    literal: (text) => text,
    secret: (name, inUrl) => `\0${name}${inUrl ? ' in URL' : ''}\0`,
    variable: ({ variable, fallback }) => `\0${variable}:-${fallback}\0`,
  });
}

export function healthAspects(check: HealthCheck): Aspect[] {
  return [
    aspect('health check', '', check.test.join(' ')),
    aspect('health check', 'interval', `${check.interval} s`),
    aspect('health check', 'timeout', `${check.timeout} s`),
    aspect('health check', 'retries', String(check.retries)),
    aspect('health check', 'start period', `${check.startPeriod} s`),
  ];
}

/** What a container may do. */
export function rightsOf({
  capabilities,
  securityOptions,
  user,
  readOnlyRoot,
}: Pick<ServiceSpec, 'capabilities' | 'securityOptions' | 'user' | 'readOnlyRoot'>): Aspect[] {
  return [
    ...capabilities.add.map((name) => aspect('capability', name, '')),
    ...capabilities.drop.map((name) => aspect('right', `drops ${name}`, '')),
    ...securityOptions.map((name) => aspect('right', name, '')),
    aspect('right', 'user', user ?? "the image's own"),
    aspect('right', 'root file system', readOnlyRoot ? 'read-only' : 'writable'),
  ];
}

/** What a container may use. */
export function limitsOf({
  memory,
  cpus,
  pids,
  stopGrace,
  logging,
  restart,
  init,
}: Pick<ServiceSpec, 'memory' | 'cpus' | 'pids' | 'stopGrace' | 'logging' | 'restart' | 'init'>): Aspect[] {
  return [
    ...limit('memory', memory && `${memory} MiB`),
    ...limit('CPUs', cpus && String(Math.round(cpus * CPU_PERIOD) / CPU_PERIOD)),
    ...limit('processes', pids && String(pids)),
    ...limit('time to stop', stopGrace === undefined ? undefined : `${stopGrace} s`),
    ...limit('log', logging && `${logging.driver}, ${logging.maxFiles} files of ${logging.maxSize} MiB`),
    aspect('limit', 'restart', restart),
    ...limit('init', init === undefined ? undefined : init ? 'yes' : 'no'),
  ];
}

/** Where Swarm runs it, and how many of it. */
function placesOf({ replicas, placement = [] }: Pick<ServiceSpec, 'replicas' | 'placement'>): Aspect[] {
  return [
    ...(replicas === undefined ? [] : [aspect('swarm', 'replicas', String(replicas))]),
    ...placement.map((constraint) => aspect('swarm', constraint, '')),
  ];
}

/** Nothing for a limit that is not there. */
function limit(name: string, value: string | number | undefined): Aspect[] {
  return value ? [aspect('limit', name, String(value))] : [];
}

/** What it runs, and whether something restarts it in its container. */
export function commandAspects(command: readonly string[] | undefined): Aspect[] {
  const program = reloaded(command);
  if (command === undefined) return [];
  return [
    aspect('command', '', (program ?? command).join(' ')),
    ...(program ? [aspect('command', 'restarted in its container', '')] : []),
  ];
}
