import type { Access } from './access.js';
import type { CheckedImage } from './checked-system.js';
import type { SourcePlace } from './finding.js';

/** What the rules may know of the disk. Paths are relative to the source root with `/`, or absolute where outside it. */
export interface Facts {
  /** What lies at a path, links not followed; undefined where nothing does. */
  stat(path: string): PathFact | undefined;
  /** All below a directory, links not followed, relative to it and sorted; without `.git` and `__pycache__`. */
  list(directory: string): readonly ListedPath[];
  /** Who may do what with what a path leads to; undefined where nothing is there. */
  access(path: string): Access | undefined;
  /** A file's text. */
  read(path: string): TextFact;
  /** Where a path ends after every link: relative to the source root if it lies below it, else absolute; undefined for nothing. */
  resolve(path: string): string | undefined;
  /** What the build context of an image holds after .dockerignore. */
  context(source: BuildSourceView): ContextFact;
  /** Files of the directory that git tracks or would add (all files, where git is unknown), relative to it and sorted. */
  tracked(directory: string): readonly string[];
  /** Whether git tracks a file or would add it; undefined where git is unknown. What is outside the source root counts as not. */
  isInGit(path: string): boolean | undefined;
  /** Whether git would leave out a directory at a path, be it there or not; false where git is unknown. */
  isIgnored(path: string): boolean;
}

export type BuildSourceView = Extract<CheckedImage, { kind: 'build' }>['source'];

export type PathFact =
  | { readonly kind: 'file' | 'dir' | 'socket' | 'other' }
  /** A file or directory that may not be read: nothing is known of what is in it. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'link'; readonly to: string };

export type ListedPath = PathFact & { readonly path: string };

/** A text, or in words why there is none. */
export type TextFact = { readonly text: string } | { readonly problem: string };

export type ContextFact =
  | {
      /** All files and links, sorted by path. */
      readonly files: readonly ContextFile[];
      /** Files of the directory that .dockerignore keeps out, relative to the context. */
      readonly ignored: readonly string[];
      /** The file that keeps them out, relative to the context. @default .dockerignore */
      readonly ignoreFile?: string;
      /** The Dockerfile's text, before the image map. */
      readonly dockerfile: string;
      /** What stands in the way of a build, although all this is known. @default - nothing */
      readonly faults?: readonly Fault[];
    }
  /** Nothing more can be known of it. */
  | { readonly faults: readonly Fault[] };

/** What is wrong with something on the disk, and how to mend it. */
export interface Fault {
  readonly problem: string;
  readonly fix: string;
  /** Where it is written. @default - in no line of a file */
  readonly place?: SourcePlace;
}

export interface ContextFile {
  /** Relative to the context. */
  readonly path: string;
  readonly kind: 'file' | 'link';
  /** Where a link points, as it is written. */
  readonly to?: string;
  /** Where it comes from, relative to the source root, or absolute where outside it. */
  readonly source: string;
}
