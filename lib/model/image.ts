import type { Conventions, Named } from './conventions.js';
import type { Labels } from './labels.js';
import type { LivePath } from './live-path.js';
import type { Mode } from './mode.js';

/** An image that a registry (or a local base image) provides. */
export interface ExternalImage {
  readonly kind: 'external';
  /** The reference as upstream has it: `redis:7-alpine`. */
  readonly upstream: string;
  /** What is really used, after the image map: a mirror's name, a local base, or the upstream reference. */
  readonly reference: string;
  /** `never`: it is in the engine, or nowhere. @default - pulled where it is missing */
  readonly pull?: 'never';
}

/** What one of our own images is built from. */
export interface BuildSource {
  /** A directory of the source root: the service's own. */
  readonly directory: string;
  /** The Dockerfile, relative to the directory; ignored where `inline` is given. */
  readonly dockerfile: string;
  /** The Dockerfile's text, if the project itself has none. @default - read from the directory */
  readonly inline?: string;
  /** The only files of the directory that the context gets. @default - everything that .dockerignore leaves */
  readonly only?: readonly string[];
  /** The Dockerfile's stage. @default - that of the mode's name, else its last */
  readonly target?: string;
  /** Build arguments. @default - none */
  readonly args?: Readonly<Record<string, string>>;
  /** Whether the shared directory lies beside the directory's files in the context. */
  readonly shared: boolean;
  /** Files that dev mounts: they are in the context, but do not count for dev's digest. */
  readonly live: readonly LivePath[];
}

/** An image built here from a staged context. */
export interface BuiltImage {
  readonly kind: 'build';
  /** The mode it is built for; in dev its live files are those of the day it was built. */
  readonly mode: Mode;
  /** Not to be had from any public registry: `localhost/…` is never pulled. */
  readonly repository: string;
  /** `dev-<12 hex digits of the context's content>`. */
  readonly tag: string;
  readonly dockerfile: string;
  /** The Dockerfile's stage. @default - its last */
  readonly target?: string;
  /** The staged context, relative to the source root. */
  readonly context: string;
  readonly source: BuildSource;
}

export type ImageSpec = ExternalImage | BuiltImage;

/** The name to run: repository and tag. */
export function imageName(image: ImageSpec): string {
  return image.kind === 'external' ? image.reference : `${image.repository}:${image.tag}`;
}

/** Whether a registry may have it: an own image or a local base is in the engine or nowhere. */
export function isPullable(image: ImageSpec): boolean {
  return image.kind === 'external' && image.pull !== 'never' && !image.reference.startsWith('localhost/');
}

/** Upstream reference → what to use in its place: a company mirror, or a local base image. */
export type ImageMap = Readonly<Record<string, string>>;

/** What the disk says of a build source; made in host/, or given by a test. */
export interface ContextFacts {
  /** 12 hex digits over all that can change the image; in dev without the live files. */
  readonly digest: string;
  /** Names of the Dockerfile's stages. */
  readonly stages: readonly string[];
  /** What the image runs by itself, or gives to its ENTRYPOINT; undefined where its Dockerfile does not say. */
  readonly command?: readonly string[];
  /** Its ENTRYPOINT. @default - that of its base, if it has one */
  readonly entrypoint?: readonly string[];
  /** Whether its user, who is not root, gets capabilities from a program's file (setcap). @default false */
  readonly gainsCapabilities?: boolean;
}

/** What the last build of a service's image said, if it failed; relative to the source root. */
export function buildLog({ workDirectory }: Conventions, image: BuiltImage): string {
  return `${workDirectory}/build.${serviceOf(image)}.${image.mode}.log`;
}

/** The service that an own image is of. */
export function serviceOf({ repository }: Pick<BuiltImage, 'repository'>): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** The image of the same content as another copy of the system has it. @param name that copy's */
export function ofSystem(image: BuiltImage, name: string): BuiltImage {
  return { ...image, repository: repositoryOf(name, serviceOf(image)) };
}

function repositoryOf(name: string, service: string): string {
  return `localhost/${name}/${service}`;
}

/** Where all contexts of an image's service lie, relative to the source root. */
export function contextsOf({ context }: Pick<BuiltImage, 'context'>): string {
  return context.slice(0, context.lastIndexOf('/'));
}

export function builtImage(
  { name, conventions }: Named,
  service: string,
  mode: Mode,
  source: BuildSource,
  facts: ContextFacts,
): BuiltImage {
  const tag = `${mode}-${facts.digest}`;
  const target = source.target ?? (facts.stages.includes(mode) ? mode : undefined);
  return {
    kind: 'build',
    mode,
    repository: repositoryOf(name, service),
    tag,
    dockerfile: source.dockerfile,
    ...(target === undefined ? {} : { target }),
    context: `${conventions.workDirectory}/contexts/${service}/${tag}`,
    source,
  };
}

/**
 * What `docker` is called with to build an own image from its staged context; the same by every engine.
 * @param anew whether each step is run again, although the builder remembers it @default false
 */
export function buildArguments(image: BuiltImage, labels: Labels, context: string, anew = false): string[] {
  return [
    'build',
    ...(anew ? ['--no-cache'] : []),
    // the classic builder would leave the container of a step that fails
    '--force-rm',
    ...['--tag', imageName(image), '--file', `${context}/${image.dockerfile}`],
    ...(image.target ? ['--target', image.target] : []),
    ...Object.entries(image.source.args ?? {}).flatMap(([name, value]) => [
      '--build-arg',
      `${name}=${value}`,
    ]),
    ...Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]),
    context,
  ];
}
