import type { CheckedSystem } from '../../model/checked-system.js';
import type { Conventions } from '../../model/conventions.js';
import type { Mode } from '../../model/mode.js';

/** One Compose file; the path is absolute, with `/`. */
export interface ComposeText {
  readonly path: string;
  readonly text: string;
}

/** What a Compose setup is read with. All paths are absolute, with `/`. */
export interface ComposeOptions {
  readonly mode: Mode;
  /** The source root: what lies below it is named relative to it. */
  readonly root: string;
  /** The shell's variables; they win over those of env files. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As of `--env-file`, the last wins. @default - `.env` of the project directory, if there is one */
  readonly envFiles?: readonly string[];
  /** As of `--profile`. @default - those of COMPOSE_PROFILES */
  readonly profiles?: readonly string[];
  /** What relative paths are relative to. @default - the directory of the first file */
  readonly projectDirectory?: string;
  /** The names of the system whose generated files are read as such. @default - every file is somebody's own */
  readonly conventions?: Conventions;
  /** A file's text; undefined where it cannot be read. Called for env_file, extends, include and `.env`. */
  readonly readFile: (path: string) => string | undefined;
}

/** Where something is written: absolute path; line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A sentence about a place, without the place in it. */
export interface Remark {
  readonly text: string;
  /** @default - it is of the whole setup */
  readonly place?: Place;
  /** @default - to look at it by hand */
  readonly fix?: string;
  /** What several remarks come from: it is told once. @default - this is the only one */
  readonly cause?: string;
}

export interface AttributePlaces {
  /**
   * Where an attribute is written, by the path that findings have in `at` (`mounts[/app/data]`, `published[8001]`,
   * `environment[NAME]`, `dependsOn[x]`, `image`, `volumes[name]`); else where what is around it is written: the
   * attribute, the service, the first file.
   * @param service undefined for what is of the whole system
   */
  find(service: string | undefined, at: string): Place;
}

/** A mount that Compose drops without a word: a later entry of the same list has its target. */
export interface DroppedMount {
  /** As the file that has it names it. */
  readonly service: string;
  readonly target: string;
  readonly place?: Place;
}

/** A part of a service that hangs on a variable without a value. */
export interface UnknownPart {
  readonly service: string;
  /** `image`, `watched[0]` by its number, or `mounts[/data]`. */
  readonly at: string;
}

/** A Compose setup as the rules see it. */
export interface ParsedCompose {
  /** All that could be read. Of a file that this project wrote it is the whole `SystemSpec`. */
  readonly system: CheckedSystem;
  readonly places: AttributePlaces;
  /** What is there and not understood, or understood in part: the rules do not see it. */
  readonly leftOut: readonly Remark[];
  /** Mounts that are written and in no service of `system`. */
  readonly dropped: readonly DroppedMount[];
  /** Parts of services that are not known, and in no service of `system`. */
  readonly unknown: readonly UnknownPart[];
  /** What cannot be read: broken YAML, wrong types, files that are not there, cycles. */
  readonly problems: readonly Remark[];
}
