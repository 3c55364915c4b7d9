import { containerPort, hostPort } from '../model/port.js';
import type { HealthCheck } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import type { Port, ServiceDefinition, SourceFacts } from './definition.js';
import type { ImageSource, PlainDescription, PlainPortProps } from './description.js';
import { toEnvironments } from './plain-environment.js';

/** A service's description, or a worker's. */
export type AnyDescription = PlainDescription;

/** What a construct wrote down in the one form that is resolved: every value checked, every default that does not depend on the mode filled in. */
export function toDefinition(
  service: string,
  description: AnyDescription,
  dependsOn: readonly string[],
  takesShared: SourceFacts['takesShared'] = () => true,
): ServiceDefinition {
  const { image, port, otherPorts, environment: _, devEnvironment: __, healthCheck, ...more } = description;
  const { secretFiles: ___, ...rest } = more;
  const kind = description.kind ?? (typeof image === 'string' ? 'backing' : 'application');
  const main = port === undefined ? undefined : toPort(service, port, ['port']);
  checkName(service);
  checkLimits(service, description);
  checkPlacement(service, description);
  return {
    ...rest,
    kind,
    image: typeof image === 'string' ? { upstream: image } : buildSource(image, kind, takesShared),
    ...(typeof image !== 'string' && image.page ? { page: true } : {}),
    ...(main ? { port: main } : {}),
    ...(otherPorts ? { otherPorts: toPorts(service, otherPorts) } : {}),
    ...toEnvironments(service, description),
    ...(healthCheck ? { healthCheck: toHealthCheck(service, healthCheck, main) } : {}),
    dependsOn,
  };
}

/** Others reach it by its name, and a name in DNS has 63 characters; Compose and the engine take no others than these. */
function checkName(service: string): void {
  if (/^[A-Za-z0-9][\w.-]{0,62}$/.test(service)) return;
  throw new UserError(
    `"${service}" cannot be a service's name`,
    'use lower-case letters, digits and "-", at most 63 of them',
  );
}

function toPort(service: string, port: number | PlainPortProps, prop: readonly string[]): Port {
  const { container, host, address }: PlainPortProps = typeof port === 'number' ? { container: port } : port;
  return {
    container: containerPort(container, service, prop),
    ...(host === undefined ? {} : { host: hostPort(host, service, prop) }),
    ...(address === undefined ? {} : { address }),
  };
}

function toPorts(service: string, ports: NonNullable<PlainDescription['otherPorts']>): Record<string, Port> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, toPort(service, port, ['otherPorts', name])]),
  );
}

function toHealthCheck(
  service: string,
  check: NonNullable<PlainDescription['healthCheck']>,
  port: Port | undefined,
): HealthCheck {
  if (typeof check !== 'function') return check;
  if (port) return check(port.container);
  throw new UserError(
    `${service}: its health check needs a port, and it has none`,
    'check a program or a file: command(…), freshFile(…)',
    ['healthCheck'],
  );
}

/** In this order it is in the spec, and a hash of that is in a label. */
function buildSource(
  { directory, dockerfile = 'Dockerfile', inline, only, target, args, shared, live = [] }: ImageSource,
  kind: ServiceDefinition['kind'],
  takesShared: NonNullable<SourceFacts['takesShared']>,
): ServiceDefinition['image'] {
  return {
    directory,
    dockerfile,
    ...(inline === undefined ? {} : { inline }),
    ...(only === undefined ? {} : { only }),
    ...(target === undefined ? {} : { target }),
    ...(args === undefined ? {} : { args }),
    shared:
      shared ??
      (kind === 'application' &&
        takesShared({ directory, dockerfile, ...(inline === undefined ? {} : { inline }) })),
    live,
  };
}

/** What the engine takes: the least, and whether it takes whole numbers alone. */
const LIMITS = {
  memory: { least: 6, whole: true, unit: ' MiB' },
  cpus: { least: 0.01, whole: false, unit: ' CPUs' },
  pids: { least: 1, whole: true, unit: ' processes' },
  stopGrace: { least: 0, whole: true, unit: ' seconds' },
  replicas: { least: 1, whole: true, unit: ' of it' },
} as const;

function checkLimits(service: string, description: PlainDescription): void {
  for (const [name, { least, whole, unit }] of Object.entries(LIMITS)) {
    const value = description[name as keyof typeof LIMITS];
    if (value === undefined) continue;
    const isTaken = whole ? Number.isInteger(value) : Number.isFinite(value);
    if (!isTaken || value < least)
      throw new UserError(
        `${service}: ${name} cannot be ${value}`,
        `give it a ${whole ? 'whole ' : ''}number, ${least}${unit} or more`,
        [name],
      );
  }
}

/** What Swarm takes; it would say so at the deploy. */
function checkPlacement(service: string, { placement = [] }: PlainDescription): void {
  for (const [i, constraint] of placement.entries())
    if (!/^(node|engine)\.[a-z][\w.-]*\s*[!=]=\s*\S.*$/i.test(constraint))
      throw new UserError(
        `${service}: "${constraint}" cannot be a constraint of its placement`,
        'say for example node.labels.disk == ssd, node.role != manager or node.hostname == n1',
        ['placement', String(i)],
      );
}
