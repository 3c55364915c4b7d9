import { containerName, volumeName } from '../model/deployment.js';
import { type Environment, secretNames } from '../model/environment.js';
import { builtImage, type ImageSpec } from '../model/image.js';
import { serviceLabels } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import { hostPort } from '../model/port.js';
import { reloading } from '../model/reload.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { asSaid, type Run } from './as-said.js';
import {
  NO_NEW_PRIVILEGES,
  NOT_ROOT,
  READ_ONLY_ROOT,
  type ServiceDefinition,
  type SystemContext,
} from './definition.js';
import { known } from './late-value.js';
import { liveMounts } from './live-mounts.js';
import { resolvePlaces } from './places.js';
import { telemetryVariables } from './telemetry.js';

/** With all that is known when the stack is complete. */
type Resolved = Omit<ServiceDefinition, 'environment'> & { readonly environment: Environment };

/** Nobody in every image: Debian's and Alpine's /etc/passwd both have it, and ssh wants to find its user there. */
const NOBODY = '65534:65534';

/**
 * The one place that reads the mode: a definition becomes the container it is in this mode.
 * @param isBehind whether it stands behind a gateway
 */
export function resolveService<M extends Mode>(
  service: string,
  described: ServiceDefinition,
  system: SystemContext<M>,
  isBehind = false,
): ServiceSpec<M> {
  const { mode } = system;
  const definition = {
    ...described,
    image: resolveSource(described, system),
    environment: known({
      ...telemetryVariables(service, described, system),
      ...described.environment,
      ...(mode === 'dev' ? described.devEnvironment : {}),
    }),
  };
  return {
    name: service,
    kind: definition.kind,
    mode,
    container: containerName(system, service),
    image: resolveImage(service, definition.image, system),
    ...resolveCommand(definition, system),
    environment: sorted(definition.environment),
    secretFiles: definition.secretFiles ?? {},
    ...resolveForms(definition, system),
    ...resolvePorts(service, definition, system, isBehind),
    mounts: resolveMounts(definition, system),
    ...(definition.healthCheck ? { healthCheck: definition.healthCheck } : {}),
    dependsOn: [...new Set(definition.dependsOn)].sort(),
    ...(definition.plain ? asSaid(definition) : hardened(definition, system)),
    labels: serviceLabels(system, mode, service),
    exceptions: definition.exceptions ?? {},
    ...(definition.plain ? { plain: true } : {}),
    ...(definition.job ? { job: true } : {}),
    ...resolvePlaces(definition, system),
    ...(definition.compose ? { compose: definition.compose } : {}),
  };
}

function hardened(definition: ServiceDefinition, system: SystemContext): Run {
  return {
    restart: definition.job ? 'no' : 'unless-stopped',
    capabilities: { add: [...(definition.capabilities ?? [])].sort(), drop: ['ALL'] },
    securityOptions: mayGain(definition, system) ? [] : ['no-new-privileges:true'],
    ...(definition.memory === undefined ? {} : { memory: definition.memory }),
    cpus: definition.cpus ?? 2,
    pids: definition.pids ?? 256,
    ...resolveUser(definition, system),
    readOnlyRoot: system.mode === 'prod' && definition.exceptions?.[READ_ONLY_ROOT] === undefined,
    tmpfs: definition.tmpfs ?? { '/tmp': 64 },
    logging: { driver: 'local', maxSize: 10, maxFiles: 3 },
    init: true,
    stopGrace: definition.stopGrace ?? 10,
  };
}

/** A page that its own Dockerfile does not build is built for prod all the same. */
function resolveSource(
  { image, page, port, environment }: ServiceDefinition,
  { mode, sources }: SystemContext,
): ServiceDefinition['image'] {
  if (!page || mode === 'dev' || !port || 'upstream' in image) return image;
  const variables = Object.keys(environment).sort();
  const inline = sources.servedPage?.(image, { port: port.container, variables });
  return inline === undefined ? image : { ...image, inline };
}

/** Unless it is said, what is published is so on loopback alone in dev, and behind a gateway; what has no port has no word of it in its spec. */
function resolvePorts(
  service: string,
  { port, otherPorts = {}, plain }: ServiceDefinition,
  { mode, portOffset, openPorts }: SystemContext,
  isBehind: boolean,
): Pick<ServiceSpec, 'port' | 'otherPorts' | 'published'> {
  const others = Object.values(otherPorts);
  const own = mode === 'dev' || (isBehind && !openPorts) ? '127.0.0.1' : '0.0.0.0';
  return {
    ...(port ? { port: port.container } : {}),
    ...(others.length > 0 ? { otherPorts: others.map(({ container }) => container) } : {}),
    published: [...(port ? [port] : []), ...others].flatMap(({ container, host, address }) => {
      const at = plain ? address : (address ?? own);
      return host === undefined
        ? []
        : [{ container, host: hostPort(host + portOffset, service), ...(at ? { address: at } : {}) }];
    }),
  };
}

/** In dev, a program that does not see its live files by itself is run so that it can be restarted. */
function resolveCommand(
  { command, image, sharedHot, plain, job }: ServiceDefinition,
  { mode, sources }: SystemContext,
): { readonly command?: readonly string[] } {
  if (command) return { command };
  if (mode === 'prod' || plain || job || 'upstream' in image) return {};
  const isCold = (image.shared && !sharedHot) || image.live.some(({ hot }) => !hot);
  if (!isCold) return {};
  const { command: own, entrypoint } = sources.context(image, mode);
  return own && !entrypoint ? { command: reloading(own) } : {};
}

/** Where its image needs that, and not because it is declared: another source tree has another Dockerfile. */
function mayGain({ image, exceptions }: ServiceDefinition, { mode, sources }: SystemContext): boolean {
  if (exceptions?.[NO_NEW_PRIVILEGES] === undefined || 'upstream' in image) return false;
  return sources.context(image, mode).gainsCapabilities ?? false;
}

/** Who the container runs as; what dev writes to the source tree has to belong to the developer. */
function resolveUser(definition: ServiceDefinition, system: SystemContext): { readonly user?: string } {
  const { image, user, exceptions } = definition;
  const { mode, developer } = system;
  if (mode === 'dev' && 'live' in image && image.live.some((live) => live.writable))
    return { user: developer };
  const isImages = exceptions?.[NOT_ROOT] !== undefined || mayGain(definition, system);
  return isImages ? {} : { user: user ?? NOBODY };
}

/** Whether a stack's gateway runs: prod's always does. */
export function runsGateway({ mode, gateway = false }: Pick<SystemContext, 'mode' | 'gateway'>): boolean {
  return mode === 'prod' || gateway;
}

/** A password with unusual characters, which somebody has written down, is what a construct says by a form. */
function resolveForms(
  { environment, secretFiles = {}, secretForms }: Resolved,
  { mode, unusualSecrets }: SystemContext,
): Pick<ServiceSpec, 'secretForms'> {
  const used = new Set([...secretNames(environment), ...Object.values(secretFiles)]);
  const unusual = (unusualSecrets?.[mode] ?? []).filter((name) => used.has(name));
  const forms = { ...Object.fromEntries(unusual.map((name) => [name, 'any text' as const])), ...secretForms };
  return Object.keys(forms).length > 0 ? { secretForms: sorted(forms) } : {};
}

function resolveImage(service: string, image: ServiceDefinition['image'], system: SystemContext): ImageSpec {
  if ('upstream' in image)
    return {
      kind: 'external',
      upstream: image.upstream,
      reference: system.images[image.upstream] ?? image.upstream,
    };
  return builtImage(system, service, system.mode, image, system.sources.context(image, system.mode));
}

function resolveMounts<M extends Mode>(definition: ServiceDefinition, system: SystemContext<M>): Mount<M>[] {
  const volumes = Object.entries(definition.volumes ?? {}).map(([name, target]) => ({
    type: 'volume' as const,
    volume: system.volumes?.[volumeName(system, name)] ?? volumeName(system, name),
    target,
    readOnly: false,
  }));
  const binds =
    system.mode === 'dev' && !('upstream' in definition.image)
      ? liveMounts(system.conventions, definition.image, definition.sharedHot)
      : [];
  return [...binds, ...volumes] as Mount[] as Mount<M>[];
}

function sorted<T>(table: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}
