import type { Environment } from './environment.js';
import type { ImageSpec } from './image.js';
import type { Mode } from './mode.js';
import type { Mount } from './mount.js';
import type { ContainerPort, PublishedPort } from './port.js';

/** Times in seconds. */
export interface HealthCheck {
  /** Docker's form: `['CMD', program, …]` or `['CMD-SHELL', line]`. */
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
  readonly startPeriod: number;
}

/** Linux capabilities without `CAP_`, sorted. All others are dropped. */
export interface Capabilities {
  readonly add: readonly string[];
  readonly drop: readonly string[];
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
  readonly port: ContainerPort;
  readonly published: readonly PublishedPort[];
  readonly mounts: readonly Mount<M>[];
  readonly healthCheck: HealthCheck;
  /** Services that must be healthy before this one starts, sorted. */
  readonly dependsOn: readonly string[];
  readonly restart: 'unless-stopped';
  readonly capabilities: Capabilities;
  readonly securityOptions: readonly string[];
  /** Upper bound in MiB, swap not on top of it. */
  readonly memory: number;
  /** A process 1 that reaps children and passes signals on. */
  readonly init: boolean;
  /** Seconds from the stop signal to the kill. */
  readonly stopGrace: number;
  /** Names on the network, beside the engine's own. */
  readonly aliases: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A whole stack. */
export interface SystemSpec<M extends Mode = Mode> {
  readonly name: string;
  readonly mode: M;
  readonly network: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  /** In the order of dependency, then of declaration. */
  readonly services: readonly ServiceSpec<M>[];
}

/** The system's data volumes by name, sorted. */
export function volumesOf(system: SystemSpec): string[] {
  const mounts = system.services.flatMap((service) => service.mounts as readonly Mount[]);
  return [...new Set(mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.volume] : [])))].sort();
}
