import type { FileCapabilities } from './file-capabilities.js';

/** One file, directory or link in a build context, relative to it with `/`. */
export interface ContextPath {
  readonly path: string;
  readonly kind: 'file' | 'dir' | 'link';
  /** Where a link points, as it is written. @default - unknown: what is copied through it is unproven */
  readonly to?: string;
  /** Where it lies outside of the context. @default - that is not known */
  readonly source?: string;
}

/** Where a path of an image comes from. */
export type Origin =
  | {
      readonly from: 'context';
      /** In its context, which may be an additional one. */
      readonly path: string;
      readonly line: number;
      readonly source?: string;
    }
  /** From a heredoc, a URL, or a git repository: the text or bytes are not a file of the context. */
  | { readonly from: 'inline' | 'remote'; readonly line: number }
  /** From another image: what is in it is not known. */
  | { readonly from: 'image'; readonly image: string; readonly line: number };

/** What a Dockerfile's stage puts into its image, as far as the text alone can tell. */
export interface ImageFiles {
  /** Files and links by absolute container path, the last COPY of each. */
  readonly files: ReadonlyMap<string, Origin>;
  /** What cannot be known from the text: instruction, why, and below which container path (undefined: anywhere). */
  readonly unproven: readonly Unproven[];
  /** COPY and ADD sources that match nothing in the context: the build fails on them. */
  readonly unmatched: readonly { readonly line: number; readonly source: string }[];
  /** Ports that the stage EXPOSEs, its base stages' too; a port that is a variable without value is left out. */
  readonly exposed: readonly { readonly port: number; readonly line: number }[];
  /** Paths that the stage declares to be volumes: a container without a mount there gets one without a name. */
  readonly volumes: readonly { readonly path: string; readonly line: number }[];
  /** The image from outside that the stage and those before it begin with; undefined for `scratch`. */
  readonly base?: string;
  /** What RUN gives to programs by setcap, its base stages' too. */
  readonly fileCapabilities: readonly FileCapabilities[];
  /** Names of the variables that ENV sets, its base stages' too. */
  readonly variables: readonly string[];
  /** The stage's last WORKDIR, absolute; undefined where the base image's is not known. */
  readonly workdir?: string;
  /** ENTRYPOINT and CMD as the engine would run them; undefined where the base image's own stay. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** The line of the last ENTRYPOINT or CMD. */
  readonly startLine?: number;
  /** The last HEALTHCHECK; undefined for none, and where the base image's own stays. */
  readonly healthCheck?: ImageHealthCheck;
  /** The last USER; undefined where it is not known, and where the base image's own stays. */
  readonly user?: ImageUser;
}

export interface ImageHealthCheck {
  /** Docker's form: `['CMD', program, …]` or `['CMD-SHELL', line]`. */
  readonly test: readonly string[];
  readonly line: number;
}

export interface ImageUser {
  /** As it is written, variables filled in as far as they are known: a name or a number, with its group or without. */
  readonly name: string;
  readonly line: number;
}

export interface Unproven {
  readonly line: number;
  readonly why: string;
  /** Absolute container path, the thing itself or all below it. @default - it may be anywhere */
  readonly path?: string;
  /** The program that a RUN of this stage calls: it makes or changes what is there. */
  readonly by?: string;
  /** Whether it is certain that this takes the path away. */
  readonly removes?: true;
  /** Whether it is certain that the build ends here. */
  readonly fails?: true;
}

export interface ImageOptions {
  /** A stage's name; the engine takes no number. @default - the last */
  readonly target?: string;
  /** Build arguments. @default - none */
  readonly args?: Readonly<Record<string, string>>;
}
