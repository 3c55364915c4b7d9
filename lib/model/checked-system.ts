import type { Environment, EnvironmentValue } from './environment.js';
import type { Mode } from './mode.js';
import type { ContainerPort } from './port.js';
import type { Exceptions, HealthCheck } from './service-spec.js';

/** A system as the rules see it: a `SystemSpec` as it is, or what a Compose file describes: what that leaves out is undefined. */
export interface CheckedSystem {
  /** Of a Compose setup: its project's name. */
  readonly name: string;
  /** Dev or prod. */
  readonly mode: Mode;
  /** In the order of the files. */
  readonly services: readonly CheckedService[];
  /** Services that are described and do not run, for none of their profiles is active: name → profiles. @default - none */
  readonly inactive?: Readonly<Record<string, readonly string[]>>;
  /** Whether somebody else wrote it: then nothing is declared in it, neither live paths nor exceptions. @default - it is ours */
  readonly foreign?: true;
  /** Whether nobody said which mode it is: then nothing is claimed that only that mode has to have. */
  readonly guessed?: true;
  /** Contents of configs that stand in the Compose file itself, by their names, as the file has them. */
  readonly configs?: Readonly<Record<string, EnvironmentValue>>;
}

/** A service of a mode, resolved: what its files or its construct say, and nothing of what its image says. */
export interface CheckedService {
  /** As its system calls it. */
  readonly name: string;
  /** In a file that is not ours: application where it is built. */
  readonly kind: 'application' | 'backing';
  /** The mode of its system. */
  readonly mode: Mode;
  /** The container's name. @default - the engine's choice */
  readonly container?: string;
  /** Names by which the others know it, beside its own and its container's. */
  readonly aliases?: readonly string[];
  /** Names that it alone knows → the service that is meant; null for a host outside the system. */
  readonly hosts?: Readonly<Record<string, string | null>>;
  /** It is started where one of them is asked for. @default - it is started always */
  readonly profiles?: readonly string[];
  /** What it runs. @default - nothing is said */
  readonly image?: CheckedImage;
  /** What it runs in place of the image's entrypoint. */
  readonly entrypoint?: readonly string[];
  /** What it gives to the entrypoint. @default - the image's own */
  readonly command?: readonly string[];
  /** Where it runs that, absolute. @default - the image's own */
  readonly workdir?: string;
  /** As the files have it: what they leave to a variable without fallback is a `Secret` by its name. */
  readonly environment: Environment;
  /**
   * Texts outside the environment that variables are in, as the files have them, by the `at` of a finding: `command`,
   * `entrypoint`, `healthCheck`, `labels[name]`, `image.args[NAME]`. What those attributes hold is what it is here.
   */
  readonly asWritten?: Readonly<Record<string, EnvironmentValue>>;
  /** Values here of the variables in `environment` that have one (`.env`, the shell): to reason with, never to show. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The names of `environment` that an env_file gives → that file, relative to the source root or absolute. */
  readonly fromEnvFile?: Readonly<Record<string, string>>;
  /** Whether it names an env_file that is not there: what that would set is not known. @default - it names none */
  readonly lacksEnvFile?: true;
  /** The port it is known to serve on, if that is said. */
  readonly port?: ContainerPort;
  /** Further ports that it is known to serve on. @default - none is said */
  readonly otherPorts?: readonly ContainerPort[];
  /** Ports that the host has, too. */
  readonly published: readonly CheckedPort[];
  /** Bind mounts and volumes. */
  readonly mounts: readonly CheckedMount[];
  /** Container paths at which there is an empty directory in memory → its size in MiB, where that is known. */
  readonly tmpfs?: Readonly<Record<string, number | undefined>>;
  /** Container path → the secret that is its content. */
  readonly secretFiles?: Readonly<Record<string, string>>;
  /** The secrets that are files of the host: name → the file, relative to the source root where below it, else absolute. */
  readonly secretSources?: Readonly<Record<string, string>>;
  /** What `docker compose watch` does at a change: `develop.watch`. */
  readonly watched?: readonly CheckedWatch[];
  /** How it is asked whether it works. @default - the image's own */
  readonly healthCheck?: HealthCheck;
  /** Who it runs as: `uid:gid`, or a user of the image by name. @default - the image's own */
  readonly user?: string;
  /** Whether it cannot write to its root file system. @default - nothing is said */
  readonly readOnlyRoot?: boolean;
  /** Capabilities that it keeps and drops beside the engine's own choice. @default - none is said */
  readonly capabilities?: {
    /** Without `CAP_`: `NET_RAW`. */
    readonly add: readonly string[];
    /** Without `CAP_`; `ALL` for all that it does not keep. */
    readonly drop: readonly string[];
  };
  /** Such as `no-new-privileges:true`. @default - none is said */
  readonly securityOptions?: readonly string[];
  /** Whether it has all rights of the host. @default - nothing is said */
  readonly privileged?: boolean;
  /** Of its container. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether it is declared to do its work and end. */
  readonly job?: true;
  /** Services that it waits for. */
  readonly dependsOn: readonly string[];
  /** What they have to come to, where that is more than to be started: `service_healthy`. */
  readonly conditions?: Readonly<Record<string, string>>;
  /** When the engine starts it again: `no`, `always`, `on-failure`, `unless-stopped`. @default - `no` */
  readonly restart?: string;
  /** Where it departs from the rules: rule → reason. */
  readonly exceptions: Exceptions;
}

/** What an image is made of, or the name it has. */
export type CheckedImage =
  | {
      /** Somebody else built it. */
      readonly kind: 'external';
      /** Its name, with a tag or digest if one is given. */
      readonly reference: string;
    }
  | {
      /** It is built here. */
      readonly kind: 'build';
      /** The name that the image gets. @default - none is said */
      readonly reference?: string;
      /**
       * Additional contexts by their names: a directory as facts name it, `service:` and the name of another service, or an
       * address. @default - none
       */
      readonly contexts?: Readonly<Record<string, string>>;
      /** The Dockerfile's stage. @default - its last */
      readonly target?: string;
      /** Build arguments. @default - none */
      readonly args?: Readonly<Record<string, string>>;
      /** What it is built from. */
      readonly source: {
        /** The context's directory, relative to the source root; `.` is the root itself. */
        readonly directory: string;
        /** Relative to the directory. */
        readonly dockerfile: string;
        /** The Dockerfile's text, where there is no such file. */
        readonly inline?: string;
        /** The only files of the directory that the context gets. @default - everything that .dockerignore leaves */
        readonly only?: readonly string[];
        /** Whether `shared/` lies beside the directory's files in the context. */
        readonly shared: boolean;
        /** What is declared live; undefined where nothing is declared and any mount may be meant. */
        readonly live?: readonly {
          /** What it is. */
          readonly kind: 'file' | 'dir';
          /** Relative to the directory. */
          readonly path: string;
        }[];
      };
    };

/** A port that the host has, too. */
export interface CheckedPort {
  /** Inside the container. */
  readonly container: number;
  /** @default - the engine's choice */
  readonly host?: number;
  /** The host's address. @default - every one */
  readonly address?: string;
  /** @default - TCP */
  readonly protocol?: 'udp' | 'sctp';
}

/** What `docker compose watch` does when something changes. */
export interface CheckedWatch {
  /** A file or directory, relative to the source root where it lies below it, else absolute. */
  readonly path: string;
  /** What it does. */
  readonly action: 'rebuild' | 'restart' | 'sync' | 'sync+restart' | 'sync+exec';
  /** Where a sync puts it in the container. */
  readonly target?: string;
}

/** Something that lies over the image. */
export type CheckedMount =
  | {
      /** Of the host. */
      readonly type: 'bind';
      /** Relative to the source root where it lies below it, else absolute. */
      readonly source: string;
      /** What it is declared to be, if that is said. */
      readonly kind?: 'file' | 'dir';
      /** Where the container sees it, absolute. */
      readonly target: string;
      /** Whether the container cannot write to it. */
      readonly readOnly: boolean;
      /** Whether the running service is declared to see a change by itself. @default - nothing is said */
      readonly hot?: boolean;
    }
  | {
      /** The engine's own. */
      readonly type: 'volume';
      /** The engine's name for it; undefined for an anonymous one. */
      readonly volume?: string;
      /** Where the container sees it, absolute. */
      readonly target: string;
      /** Whether the container cannot write to it. */
      readonly readOnly: boolean;
    };
