import type { DeclaredBackup } from '../model/backup.js';
import type { ComposeAttributes } from '../model/compose-attributes.js';
import type { EnvironmentValue, Secret } from '../model/environment.js';
import type { LivePath } from '../model/live-path.js';
import type { ContainerPort } from '../model/port.js';
import type { ExceptableRule } from '../model/rule-id.js';
import type { HealthCheck, RestartPolicy, ServiceSpec } from '../model/service-spec.js';
import type { LateValue } from './late-value.js';

/**
 * A container as a construct writes it down, for both modes at once: plain strings and numbers where a value is plain.
 * A value that no container can have throws a one-line `UserError` that names the service.
 */
export interface CommonDescription {
  /**
   * `application` is the system's own code, which has `shared/` mounted in dev; `backing` is what that code relies on: a
   * database, a cache, a model server.
   * @default - application if the image is built here, backing if it comes from a registry
   */
  readonly kind?: ServiceSpec['kind'] | undefined;
  /** What it runs: an image of a registry by its reference (`redis:7-alpine`), or what its own image is built from. */
  readonly image: string | ImageSource;
  /** Whether the running service sees a change of `shared/` by itself; otherwise dev mode restarts it. @default false */
  readonly sharedHot?: boolean | undefined;
  /**
   * Variables of its environment. A string is taken literally, a dollar too; `` text`…${secret}…` `` keeps the place of a
   * secret, `{ secret: 'ENCRYPTION_KEY', form: 'fernet' }` is one that has to look like something, and what is undefined is
   * left out.
   * @default - none
   */
  readonly environment?: PlainEnvironment | undefined;
  /**
   * Additional variables in dev, for the one exception: a development server. They win over those of `environment`.
   * @default - none
   */
  readonly devEnvironment?: PlainEnvironment | undefined;
  /**
   * Container path → the secret that is the file's content. The root file system must be writable for it: that is an
   * exception from `read-only-root`.
   * @default - none
   */
  readonly secretFiles?: Readonly<Record<string, string | Secret>> | undefined;
  /** The program and its arguments, in place of the image's CMD. @default - the image's own */
  readonly command?: readonly string[] | undefined;
  /** Data volumes: name → absolute container path. They outlive the container, and each mode has its own. @default - none */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
  /**
   * How its data volumes are backed up: `files` is a copy of their files, for which it is paused; `none` leaves them out.
   * @default - PostgreSQL's and MariaDB's data as a dump, Redis's as a snapshot of its own, everything else as files
   */
  readonly backup?: DeclaredBackup | undefined;
  /** Linux capabilities it keeps, without `CAP_`: `NET_RAW`. All others are dropped. @default - none */
  readonly capabilities?: readonly string[] | undefined;
  /** Upper bound of its memory in MiB, a whole number, 6 or more; swap is not on top of it. */
  readonly memory: number;
  /** Upper bound in CPUs, 0.01 or more: 0.5 is half of one. @default 2 */
  readonly cpus?: number | undefined;
  /** Upper bound of processes and threads, a whole number. @default 256 */
  readonly pids?: number | undefined;
  /** Who it runs as: `uid:gid`, or a user of the image by name. @default 65534:65534, which is `nobody` in every image */
  readonly user?: string | undefined;
  /** Directories in memory: absolute container path → upper bound in MiB. @default - 64 MiB at /tmp */
  readonly tmpfs?: Readonly<Record<string, number>> | undefined;
  /** Whole seconds from the stop signal to the kill. @default 10 */
  readonly stopGrace?: number | undefined;
  /**
   * How many of it Swarm runs in prod, a whole number; what keeps data in volumes is there once. Compose and Terraform run one.
   * @default 1
   */
  readonly replicas?: number | undefined;
  /**
   * On which nodes Swarm runs it: constraints as Swarm has them, `node.labels.disk == ssd`. What keeps data is where its volumes
   * are, whatever is said here.
   * @default - on any
   */
  readonly placement?: readonly string[] | undefined;
  /**
   * Rule → why this service departs from it, shown with every report. With `not-root` the image's own user stays, with
   * `read-only-root` prod's root file system stays writable, with `no-new-privileges` a user of the image that is not root
   * stays and gets what setcap gave to a program's file. An exception that excuses nothing is a warning.
   * @default - none
   */
  readonly exceptions?: DeclaredExceptions | undefined;
  /**
   * Attributes of Compose that no other property says, as a Compose file has them. They are laid over what is written for the
   * service: mappings are merged, lists appended, everything else replaced. Terraform's stacks do not have them, Swarm has those
   * that it knows, and no rule looks at them.
   * @default - none
   */
  readonly compose?: ComposeAttributes | undefined;
}

/** A service that others reach. */
export interface ServiceDescription extends CommonDescription {
  /** The port it serves on, 1 to 65535: a plain number is not published, so only other containers reach it. */
  readonly port: number | PortProps;
  /** Further ports that it serves on, by what they are for: `{ metrics: 9100 }`. @default - none */
  readonly otherPorts?: Readonly<Record<string, number | PortProps>> | undefined;
  /** How the engine checks whether it is healthy: `command('pg_isready')`, `pythonGet('/health')`. What needs it waits for that. */
  readonly healthCheck: HealthCheck | HealthCheckAt;
}

/**
 * A service as a Compose file describes it: what is left out is the engine's own default. Nothing is added, neither limits nor
 * hardening nor a health check.
 */
export interface PlainDescription extends Omit<CommonDescription, 'memory'> {
  /** Upper bound of its memory in MiB. @default - the host's */
  readonly memory?: number | undefined;
  /** The port it serves on. @default - none is said */
  readonly port?: number | PlainPortProps | undefined;
  /** Further ports that it serves on, by what they are for. @default - none */
  readonly otherPorts?: Readonly<Record<string, number | PlainPortProps>> | undefined;
  /** How the engine checks whether it is healthy. @default - the image's own, if it has one */
  readonly healthCheck?: HealthCheck | HealthCheckAt | undefined;
  /** When the engine starts it again. @default no */
  readonly restart?: RestartPolicy | undefined;
}

/** A worker: it serves on no port. */
export interface WorkerDescription extends CommonDescription {
  /** How the engine checks whether it is at work: `freshFile('/tmp/alive', 30)`, or a `command(…)` of the image. */
  readonly healthCheck: HealthCheck;
}

/** A job: it serves on no port, and is not asked whether it is healthy. */
export interface JobDescription extends CommonDescription {}

/** What one of our own images is built from. */
export interface ImageSource {
  /** The service's directory, relative to the source root. */
  readonly directory: string;
  /** The Dockerfile, relative to the directory. @default Dockerfile */
  readonly dockerfile?: string | undefined;
  /** The Dockerfile's text, if the project itself has none. @default - read from the directory */
  readonly inline?: string | undefined;
  /** The Dockerfile's stage. @default - the one named after the mode, otherwise the last */
  readonly target?: string | undefined;
  /** Build arguments. @default - none */
  readonly args?: Readonly<Record<string, string>> | undefined;
  /** The only files of the directory that are sent to the build. @default - everything that .dockerignore leaves */
  readonly only?: readonly string[] | undefined;
  /**
   * Whether `shared/` is sent to the build, and mounted by dev.
   * @default - true for an application whose Dockerfile copies `shared/` or is Python's, false for any other
   */
  readonly shared?: boolean | undefined;
  /**
   * Whether it is a page that browsers load. Where its Dockerfile only starts a development server, and its `package.json`
   * has a build script, prod then serves what that makes, by nginx, on the service's port: every path without a file is
   * `index.html`, and its health check is one that nginx's image can run too, as `webGet` is. Variables like `REACT_APP_…`
   * and `VITE_…` get their values when the container starts. A stage named `prod` in the Dockerfile comes before that.
   * @default false
   */
  readonly page?: boolean | undefined;
  /** What dev mounts over the image, by `file()` and `dir()`; `shared/` is added automatically. @default - nothing */
  readonly live?: readonly LivePath[] | undefined;
}

/** Where a service is reached. */
export interface PortProps {
  /** What it listens on inside its container, 1 to 65535: other containers and the health check use it. */
  readonly container: number;
  /**
   * The port of the host on which a browser or a developer reaches it, 1 to 65535 with the system's port offset added.
   * @default - it is not published
   */
  readonly host?: number | undefined;
}

/** The same of a `ComposeService`, which says the host's address, too. */
export interface PlainPortProps extends PortProps {
  /** @default - every address */
  readonly address?: '127.0.0.1' | '0.0.0.0' | undefined;
}

/** Variables as they are written down: numbers become text, and what is undefined is left out. */
export type PlainEnvironment = Readonly<
  Record<string, string | number | Secret | EnvironmentValue | LateValue | undefined>
>;

/** A health check that uses the service's own port. */
export type HealthCheckAt = (port: ContainerPort) => HealthCheck;

/** Rule → why a service departs from it; a rule that does not exist, or that allows no exception, does not compile. */
export type DeclaredExceptions = { readonly [Rule in ExceptableRule]?: string };
