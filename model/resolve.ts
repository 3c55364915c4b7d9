import type { Environment } from './environment.js';
import { type BuildSource, builtImage, type ContextFacts, type ImageMap, type ImageSpec } from './image.js';
import { serviceLabels } from './labels.js';
import type { LivePath } from './live-path.js';
import { type Mode, modeName } from './mode.js';
import type { BindMount, Mount } from './mount.js';
import { type ContainerPort, type HostPort, hostPort } from './port.js';
import type { Capabilities, HealthCheck, ServiceSpec } from './service-spec.js';

/** What is the same for every service of a stack. */
export interface SystemContext<M extends Mode = Mode> {
  readonly mode: M;
  /** The prefix of every name: `opsconductor`. */
  readonly name: string;
  readonly images: ImageMap;
  /** Added to every host port, so that a second system fits beside the first. */
  readonly portOffset: number;
  readonly sources: SourceFacts;
}

/** What a stack has to know of the disk. */
export interface SourceFacts {
  context(source: BuildSource, mode: Mode): ContextFacts;
}

/** A service as its construct describes it, for both modes at once. */
export interface ServiceDefinition {
  readonly kind: ServiceSpec['kind'];
  readonly image: { readonly upstream: string } | BuildSource;
  readonly port: { readonly container: ContainerPort; readonly host?: HostPort };
  readonly environment: Environment;
  readonly healthCheck: HealthCheck;
  readonly dependsOn: readonly string[];
  /** @default - the image's own */
  readonly command?: readonly string[];
  /** Environment that dev has on top, for the one exception: a development server. @default - none */
  readonly devEnvironment?: Environment;
  /** Data volumes: name → container path. @default - none */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Capabilities it keeps. @default - none */
  readonly capabilities?: readonly string[];
  /** MiB */
  readonly memory: number;
  /** Seconds. @default 10 */
  readonly stopGrace?: number;
}

/** Where an image of OpsConductor has its code. */
const APP_DIRECTORY = '/app';
/** The directory that every application service shares. */
export const SHARED_DIRECTORY = 'shared';

/** The one place that reads the mode: a definition becomes the container it is in this mode. */
export function resolveService<M extends Mode>(
  service: string,
  definition: ServiceDefinition,
  system: SystemContext<M>,
): ServiceSpec<M> {
  const { mode } = system;
  const { port } = definition;
  return {
    name: service,
    kind: definition.kind,
    mode,
    container: `${system.name}-${service}-${modeName(mode)}`,
    image: resolveImage(service, definition.image, system),
    ...(definition.command ? { command: definition.command } : {}),
    environment: sorted({ ...definition.environment, ...(mode === 'dev' ? definition.devEnvironment : {}) }),
    port: port.container,
    published:
      port.host === undefined
        ? []
        : [
            {
              container: port.container,
              host: hostPort(port.host + system.portOffset),
              address: mode === 'dev' ? '127.0.0.1' : '0.0.0.0',
            },
          ],
    mounts: resolveMounts(definition, system),
    healthCheck: definition.healthCheck,
    dependsOn: [...new Set(definition.dependsOn)].sort(),
    restart: 'unless-stopped',
    capabilities: resolveCapabilities(definition.capabilities ?? []),
    securityOptions: ['no-new-privileges:true'],
    memory: definition.memory,
    init: true,
    stopGrace: definition.stopGrace ?? 10,
    aliases: [service],
    labels: serviceLabels(system.name, mode, service),
  };
}

function resolveImage(service: string, image: ServiceDefinition['image'], system: SystemContext): ImageSpec {
  if ('upstream' in image)
    return {
      kind: 'external',
      upstream: image.upstream,
      reference: system.images[image.upstream] ?? image.upstream,
    };
  return builtImage(
    { system: system.name, service },
    system.mode,
    image,
    system.sources.context(image, system.mode),
  );
}

function resolveMounts<M extends Mode>(definition: ServiceDefinition, system: SystemContext<M>): Mount<M>[] {
  const volumes = Object.entries(definition.volumes ?? {}).map(([name, target]) => ({
    type: 'volume' as const,
    volume: `${system.name}-${name}-${modeName(system.mode)}`,
    target,
    readOnly: false,
  }));
  const binds =
    system.mode === 'dev' && !('upstream' in definition.image) ? liveMounts(definition.image) : [];
  return [...binds, ...volumes] as Mount[] as Mount<M>[];
}

function liveMounts({ directory, live, shared }: BuildSource): BindMount[] {
  const bind = (kind: LivePath['kind'], source: string, path: string): BindMount => ({
    type: 'bind',
    source,
    kind,
    target: `${APP_DIRECTORY}/${path}`,
    readOnly: true,
  });
  return [
    ...live.map(({ kind, path }) => bind(kind, `${directory}/${path}`, path)),
    ...(shared ? [bind('dir', SHARED_DIRECTORY, SHARED_DIRECTORY)] : []),
  ];
}

function resolveCapabilities(add: readonly string[]): Capabilities {
  return { add: [...add].sort(), drop: ['ALL'] };
}

function sorted(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1)));
}
