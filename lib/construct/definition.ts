import type { Named } from '../model/conventions.js';
import type { Environment } from '../model/environment.js';
import type { BuildSource, ContextFacts, ImageMap } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import type { ContainerPort, HostPort } from '../model/port.js';
import type { Exceptions, HealthCheck, ServiceSpec } from '../model/service-spec.js';

/** What is the same for every service of a stack. */
export interface SystemContext<M extends Mode = Mode> extends Named {
  readonly mode: M;
  readonly images: ImageMap;
  /** Added to every host port, so that a second system fits beside the first. */
  readonly portOffset: number;
  /** `uid:gid` of whoever owns the source root: dev's writable live paths are written as that user. */
  readonly developer: string;
  /** The host's name as browsers know it. */
  readonly host: string;
  /** Names of the optional services that are left out. */
  readonly without: readonly string[];
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
  /** Whether the running service sees a change of the shared directory by itself; else dev mode restarts it. @default false */
  readonly sharedHot?: boolean;
  readonly port: { readonly container: ContainerPort; readonly host?: HostPort };
  readonly environment: Environment;
  /** Container path → the secret that is its content; the root file system must be writable for it. @default - none */
  readonly secretFiles?: Readonly<Record<string, string>>;
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
  /** @default 2 */
  readonly cpus?: number;
  /** Processes and threads. @default 256 */
  readonly pids?: number;
  /** @default 65534:65534, which is `nobody` in every image */
  readonly user?: string;
  /** Directories in memory: path → MiB. @default - 64 MiB at /tmp */
  readonly tmpfs?: Readonly<Record<string, number>>;
  /** Seconds. @default 10 */
  readonly stopGrace?: number;
  /**
   * Rule → why this service departs from it. With NOT_ROOT the image's own user stays, with READ_ONLY_ROOT prod's root
   * file system stays writable. @default - none
   */
  readonly exceptions?: Exceptions;
}

/** Hardening that a service may need an exception from. */
export const NOT_ROOT = 'not-root';
export const READ_ONLY_ROOT = 'read-only-root';
