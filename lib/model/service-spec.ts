import type { ComposeAttributes } from './compose-attributes.js';
import type { Named } from './conventions.js';
import type { Environment, SecretForm } from './environment.js';
import type { ImageSpec } from './image.js';
import type { Mode } from './mode.js';
import type { Mount } from './mount.js';
import type { ContainerPort, PublishedPort } from './port.js';

/** Times in seconds. */
export interface HealthCheck {
  /** Docker's form: `['CMD', program, …]` or `['CMD-SHELL', line]`; from a file that is not ours, also `['NONE']`. */
  readonly test: readonly string[];
  /** From one check to the next. */
  readonly interval: number;
  /** A check that takes longer has failed. */
  readonly timeout: number;
  /** How many failures in a row make it unhealthy. */
  readonly retries: number;
  /** The time after its start in which failures do not count. */
  readonly startPeriod: number;
}

/** What an engine is told of it. */
export interface EngineHealthCheck extends HealthCheck {
  /** Seconds between two probes until the first that succeeds; no engine before 25 takes it. @default - interval */
  readonly startInterval?: number;
}

/** Linux capabilities without `CAP_`, sorted. */
export interface Capabilities {
  readonly add: readonly string[];
  readonly drop: readonly string[];
}

/** Microseconds over which a limit of CPUs is counted; both engines are told it as period and quota. */
export const CPU_PERIOD = 100_000;

/** When the engine starts a container again that has ended. */
export type RestartPolicy = 'no' | 'always' | 'on-failure' | 'unless-stopped';

/** Where the engine keeps a container's output, and how much of it. */
export interface Logging {
  readonly driver: 'local';
  /** MiB a file */
  readonly maxSize: number;
  readonly maxFiles: number;
}

/** One container, fully resolved for its mode: all that a renderer needs, and plain JSON. */
export interface ServiceSpec<M extends Mode = Mode> {
  readonly name: string;
  readonly kind: 'application' | 'backing';
  readonly mode: M;
  readonly container: string;
  readonly image: ImageSpec;
  /** @default - the image's own */
  readonly command?: readonly string[];
  readonly environment: Environment;
  /** Container path → the secret that is its content. */
  readonly secretFiles: Readonly<Record<string, string>>;
  /** What those of its secrets have to look like that have a form. @default - none has one */
  readonly secretForms?: Readonly<Record<string, SecretForm>>;
  /** The port it is for. @default - it serves on none: a worker */
  readonly port?: ContainerPort;
  /** Further ports that it serves on. @default - none */
  readonly otherPorts?: readonly ContainerPort[];
  readonly published: readonly PublishedPort[];
  readonly mounts: readonly Mount<M>[];
  /** @default - the image's own, if it has one */
  readonly healthCheck?: EngineHealthCheck;
  /** Services that must be healthy before this one starts, and jobs that must have ended well, sorted. */
  readonly dependsOn: readonly string[];
  readonly restart: RestartPolicy;
  readonly capabilities: Capabilities;
  readonly securityOptions: readonly string[];
  /** Upper bound in MiB, swap not on top of it. @default - the host's */
  readonly memory?: number;
  /** Upper bound in CPUs: 0.5 is half of one. @default - the host's */
  readonly cpus?: number;
  /** Upper bound of processes and threads. Compose alone takes it: the provider has no such argument. @default - none */
  readonly pids?: number;
  /** `uid:gid`, or a user of the image by name. @default - the image's own, with an exception that says why */
  readonly user?: string;
  /** Whether the container's root file system is read-only. @default - the engine's: it is not */
  readonly readOnlyRoot?: boolean;
  /** Directories in memory: path → upper bound in MiB. */
  readonly tmpfs: Readonly<Record<string, number>>;
  /** @default - the engine's own */
  readonly logging?: Logging;
  /** A process 1 that reaps children and passes signals on. @default - none */
  readonly init?: boolean;
  /** Seconds from the stop signal to the kill. @default - the engine's */
  readonly stopGrace?: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Where it departs from what holds for every other service: rule → reason. */
  readonly exceptions: Exceptions;
  /** Whether nothing is added to what is said of it. */
  readonly plain?: true;
  /** Whether it does its work once and ends; its container is gone then. */
  readonly job?: true;
  /** How many of it Swarm runs; Compose and Terraform run one. @default 1 */
  readonly replicas?: number;
  /** On which nodes Swarm runs it: constraints as Swarm has them. @default - on any */
  readonly placement?: readonly string[];
  /** What only Compose is told. @default - nothing */
  readonly compose?: ComposeAttributes;
}

/** Rule → why a service departs from it. */
export type Exceptions = Readonly<Record<string, string>>;

/** A whole stack, resolved. */
export interface SystemSpec<M extends Mode = Mode> extends Named {
  readonly mode: M;
  readonly network: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  /** In the order of dependency, then of declaration. */
  readonly services: readonly ServiceSpec<M>[];
  /** Names of the services without which the system is whole, sorted; those that are left out among them. */
  readonly optional: readonly string[];
  /** What does not run here, sorted. @default - everything runs */
  readonly leftOut?: readonly LeftOut[];
  /** What only Compose is told of the whole system: sections of its file. @default - nothing */
  readonly compose?: ComposeAttributes;
}

/**
 * Services that a start starts, and that stay: those that have profiles are started by hand, what a provider gives is no
 * container, and jobs end.
 */
export function startedOf({ services }: Pick<SystemSpec, 'services'>): ServiceSpec[] {
  return services.filter(
    ({ compose: { profiles, provider } = {}, job }) => !hasItems(profiles) && !provider && !job,
  );
}

/** Its jobs, in the order in which they run. */
export function jobsOf({ services }: Pick<SystemSpec, 'services'>): ServiceSpec[] {
  return services.filter(({ job }) => job);
}

function hasItems(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

/** A service that is left out. */
export interface LeftOut {
  readonly service: string;
  /** In words: `--without`, `requires api`. */
  readonly because: string;
}

/** What is left out and why, to read; empty where everything runs. */
export function leftOutLines({ leftOut = [] }: Pick<SystemSpec, 'leftOut'>): string[] {
  if (leftOut.length === 0) return [];
  return [`Left out: ${leftOut.map(({ service, because }) => `${service} (${because})`).join(', ')}.`];
}

/** Whether it keeps data in volumes: there is one of it at a time, where they are. */
export function keepsData({ mounts }: Pick<ServiceSpec, 'mounts'>): boolean {
  return (mounts as readonly Mount[]).some(({ type }) => type === 'volume');
}

/** The system's data volumes by name, sorted. */
export function volumesOf(system: Pick<SystemSpec, 'services'>): string[] {
  const mounts = system.services.flatMap((service) => service.mounts as readonly Mount[]);
  return [...new Set(mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : [])))].sort();
}
