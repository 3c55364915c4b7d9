import { type Environment, type EnvironmentValue, text } from '../model/environment.js';
import { containerPort, hostPort } from '../model/port.js';
import { UserError } from '../model/user-error.js';
import type { ServiceDefinition } from './definition.js';
import type { ImageSource, PlainEnvironment, ServiceDescription } from './description.js';

/** What a construct wrote down in the one form that is resolved: every value checked, every default that is no mode's filled in. */
export function toDefinition(
  service: string,
  description: ServiceDescription,
  dependsOn: readonly string[],
): ServiceDefinition {
  const { image, port, environment, devEnvironment, healthCheck, ...rest } = description;
  const kind = description.kind ?? (typeof image === 'string' ? 'backing' : 'application');
  const { container, host } = typeof port === 'number' ? { container: port } : port;
  const inside = containerPort(container, service);
  checkLimits(service, description);
  return {
    ...rest,
    kind,
    image: typeof image === 'string' ? { upstream: image } : buildSource(image, kind),
    port: { container: inside, ...(host === undefined ? {} : { host: hostPort(host, service) }) },
    environment: toEnvironment(service, environment),
    devEnvironment: toEnvironment(service, devEnvironment),
    healthCheck: typeof healthCheck === 'function' ? healthCheck(inside) : healthCheck,
    dependsOn,
  };
}

/** In this order it is in the spec, and a hash of that is in a label. */
function buildSource(
  { directory, dockerfile = 'Dockerfile', inline, only, shared, live = [] }: ImageSource,
  kind: ServiceDefinition['kind'],
): ServiceDefinition['image'] {
  return {
    directory,
    dockerfile,
    ...(inline === undefined ? {} : { inline }),
    ...(only === undefined ? {} : { only }),
    shared: shared ?? kind === 'application',
    live,
  };
}

function toEnvironment(service: string, plain: PlainEnvironment = {}): Environment {
  return Object.fromEntries(
    Object.entries(plain).flatMap(([name, value]): [string, EnvironmentValue][] => {
      if (value === undefined) return [];
      if (Number.isNaN(value))
        throw new UserError(
          `${service}: ${name} in its environment is NaN`,
          'give it a number, or leave it out',
        );
      return [[name, typeof value === 'object' && !('secret' in value) ? value : text`${value}`]];
    }),
  );
}

/** What the engine takes: the least, and whether it takes whole numbers alone. */
const LIMITS = {
  memory: { least: 6, whole: true, unit: ' MiB' },
  cpus: { least: 0.01, whole: false, unit: ' CPUs' },
  pids: { least: 1, whole: true, unit: ' processes' },
  stopGrace: { least: 0, whole: true, unit: ' seconds' },
} as const;

function checkLimits(service: string, description: ServiceDescription): void {
  for (const [name, { least, whole, unit }] of Object.entries(LIMITS)) {
    const value = description[name as keyof typeof LIMITS];
    if (value === undefined) continue;
    const isTaken = whole ? Number.isInteger(value) : Number.isFinite(value);
    if (!isTaken || value < least)
      throw new UserError(
        `${service}: ${name} cannot be ${value}`,
        `give it a ${whole ? 'whole ' : ''}number, ${least}${unit} or more`,
      );
  }
}
