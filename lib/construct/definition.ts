import type { Named } from '../model/conventions.js';
import type { SecretForm } from '../model/environment.js';
import type { BuildSource, ContextFacts, ImageMap } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import type { ContainerPort, HostPort } from '../model/port.js';
import type { HealthCheck, ServiceSpec } from '../model/service-spec.js';
import type { PlainDescription } from './description.js';
import type { LateEnvironment } from './late-value.js';

/** What is the same for every service of a stack. */
export interface SystemContext<M extends Mode = Mode> extends Named {
  /** The mode of the stack. */
  readonly mode: M;
  /** Upstream reference → what is really used here: a mirror's image or a base image, pinned by its digest. */
  readonly images: ImageMap;
  /** Added to every host port, so that a second system can run next to the first. */
  readonly portOffset: number;
  /** `uid:gid` of whoever owns the source root: dev's writable live paths are written as that user. */
  readonly developer: string;
  /** The host's name as browsers know it. */
  readonly host: string;
  /** How the gateway comes to its certificate: `internal`, an e-mail address or a directory for ACME. @default - Caddy decides by the host's name */
  readonly tls?: string;
  /** Whether dev has the gateway too. @default false */
  readonly gateway?: boolean;
  /** Whether what stands behind the gateway is published on every address all the same. @default false */
  readonly openPorts?: boolean;
  /** Secrets whose values here no URL takes as they stand. @default - there is none */
  readonly unusualSecrets?: Readonly<Record<Mode, readonly string[]>> | undefined;
  /** Data volume → the one that has its data since a restore. @default - each is its own */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Names of the services that are left out. */
  readonly without: readonly string[];
  /** What has to be known about the source tree. */
  readonly sources: SourceFacts;
}

/** What a stack has to know about the disk. */
export interface SourceFacts {
  /** What an image is built from: its digest, its stages, its command. */
  context(source: BuildSource, mode: Mode): ContextFacts;
  /**
   * What prod is built from where a page's Dockerfile only starts a development server: the text of another one, which
   * builds the page and serves it. @default - its own
   */
  servedPage?(
    source: Pick<BuildSource, 'directory' | 'dockerfile' | 'inline'>,
    page: { readonly port: number; readonly variables: readonly string[] },
  ): string | undefined;
  /** Whether a Dockerfile copies the shared directory, or is Python's, which imports it. @default - it does */
  takesShared?(source: Pick<BuildSource, 'directory' | 'dockerfile' | 'inline'>): boolean;
}

/** A port, and where the host has it if it is published. */
export interface Port {
  readonly container: ContainerPort;
  readonly host?: HostPort;
  /** Where the host has it. @default - every address */
  readonly address?: '127.0.0.1' | '0.0.0.0';
}

/** A service as it is resolved for a mode: what its construct describes, in one form. */
export interface ServiceDefinition
  extends Omit<
    PlainDescription,
    | 'kind'
    | 'image'
    | 'environment'
    | 'devEnvironment'
    | 'secretFiles'
    | 'port'
    | 'otherPorts'
    | 'healthCheck'
  > {
  /** Whether nothing is added that is not said. @default false */
  readonly plain?: true;
  /** Whether it does its work once and ends. @default false */
  readonly job?: true;
  readonly kind: ServiceSpec['kind'];
  readonly image: { readonly upstream: string } | BuildSource;
  /** Whether its image is a page, which prod serves built. @default false */
  readonly page?: boolean;
  /** @default - it serves on none: a worker */
  readonly port?: Port;
  /** Further ports, by what they are for. @default - none */
  readonly otherPorts?: Readonly<Record<string, Port>>;
  readonly environment: LateEnvironment;
  /** Environment that dev has on top. @default - none */
  readonly devEnvironment?: LateEnvironment;
  /** Container path → the secret that is the file's content. @default - none */
  readonly secretFiles?: Readonly<Record<string, string>>;
  /** The forms of its secrets that have one. @default - none has */
  readonly secretForms?: Readonly<Record<string, SecretForm>>;
  readonly healthCheck?: HealthCheck;
  /** Services that must be healthy first, by name. */
  readonly dependsOn: readonly string[];
}

/** Hardening that a service may need an exception from. */
export const NOT_ROOT = 'not-root';
export const READ_ONLY_ROOT = 'read-only-root';
export const NO_NEW_PRIVILEGES = 'no-new-privileges';
