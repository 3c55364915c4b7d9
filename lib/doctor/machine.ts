import type { Conventions } from '../model/conventions.js';
import type { MissingImage } from '../setup/availability.js';

/** What the checks are told of the machine. What could not be learnt is undefined. */
export interface Machine {
  readonly conventions: Conventions;
  readonly versions: {
    readonly node: string;
    readonly compose: string | undefined;
    /** What is wrong with Compose, one line. */
    readonly composeProblem: string | undefined;
    readonly terraform: string | undefined;
  };
  /** Where backups go, if anybody has said it, and what makes them, if it is there. */
  readonly backup: { readonly location: string | undefined; readonly restic: string | undefined };
  /** Whether anything of the system is measured, and where the engine gives its own measurements, if it does. */
  readonly metrics: { readonly wanted: boolean; readonly engine: string | undefined };
  readonly engine: {
    readonly version: string | undefined;
    /** Why it does not answer, and how that is mended. */
    readonly problem: { readonly says: string; readonly cure: string } | undefined;
  };
  /** Places that fill up, each file system once. */
  readonly disks: readonly {
    readonly path: string;
    readonly free: number;
    readonly size: number;
    readonly freeFiles: number;
  }[];
  /** Why the system is not described, and nothing is known of what it needs. */
  readonly sourceProblem: string | undefined;
  /** What is needed of the engine; undefined where that is not known. */
  readonly ports:
    | {
        readonly checked: number;
        readonly taken: readonly {
          readonly service: string;
          readonly port: number;
          readonly holder: string;
        }[];
      }
    | undefined;
  readonly images: { readonly needed: number; readonly missing: readonly MissingImage[] } | undefined;
  readonly inotify:
    | { readonly watches: number; readonly instances: number; readonly needed: number }
    | undefined;
  /** Certificates that this machine has been told to use. */
  readonly certificates: readonly {
    readonly file: string;
    readonly namedBy: string;
    /** @default - it is one, and this is when it ends */
    readonly problem?: string;
    readonly ends?: Date;
  }[];
  /** Seconds that the engine's clock is ahead. */
  readonly clockAhead: number | undefined;
  readonly memory: {
    readonly available: number;
    readonly total: number;
    /** What the services may use together, at most. */
    readonly limits: number;
  };
}
