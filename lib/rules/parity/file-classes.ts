import { imageFiles } from '../../dockerfile/copy-resolution.js';
import type { CheckedService } from '../../model/checked-system.js';
import { type Image, imageOf, type OwnImage } from '../image.js';
import { bindsOf } from '../mounts.js';
import { isBelow, joinPath } from '../paths.js';
import { type CheckInput, systemsOf } from '../rule.js';
import type { MountedFile } from './mounted-file.js';

/** What an edit of a file takes: nothing more (live), a rebuild (baked), or it is in no container (ignored). */
export type FileClass = 'live' | 'baked' | 'ignored';

/** One tracked file of a service's context. */
export interface ClassifiedFile {
  /** Relative to the source root. */
  readonly path: string;
  /** Undefined for a file that every build is sent and no image gets. */
  readonly class?: FileClass;
  /** In words: `mounted at /app/main.py`. */
  readonly why: string;
}

/** The files of each service that is built here, by its name; services and files in order. */
export function fileClasses(input: CheckInput): Map<string, readonly ClassifiedFile[]> {
  const services = systemsOf(input).flatMap((system) => system.services);
  const directories = new Set(
    services.flatMap(({ image }) => (image?.kind === 'build' ? [image.source.directory] : [])),
  );
  const grouped = new Map<string, CheckedService[]>();
  for (const service of services) grouped.set(service.name, [...(grouped.get(service.name) ?? []), service]);
  const classified = [...grouped].map(
    ([name, modes]) => [name, classify(modes, directories, input)] as const,
  );
  return new Map(classified.filter(([, files]) => files.length > 0));
}

/** @param modes the same service, in each mode that there is */
function classify(
  modes: readonly CheckedService[],
  directories: ReadonlySet<string>,
  input: CheckInput,
): ClassifiedFile[] {
  const known = new Map<string, ClassifiedFile>();
  for (const service of modes) {
    const image = imageOf(service, input);
    if (!image || service.image?.kind !== 'build') continue;
    const judge = judgeFor(service.image, image, modes);
    const isOthers = othersFiles(service.image.source.directory, directories);
    for (const path of contextFiles(service.image, input)) {
      const now = judge(path);
      // of another service's files only those that this one has
      if (isOthers(path) && now.class !== 'live' && now.class !== 'baked') continue;
      const before = known.get(path);
      if (!before || rank(now) < rank(before)) known.set(path, now);
    }
  }
  return [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What one mode has in its image, another mode may leave out. */
function rank({ class: known }: ClassifiedFile): number {
  return known === undefined ? 3 : ['live', 'baked', 'ignored'].indexOf(known);
}

/** Whether a file lies in the directory of another service, within this one's context. */
function othersFiles(own: string, directories: ReadonlySet<string>): (path: string) => boolean {
  const inner = [...directories].filter((other) => other !== own && isBelow(other, own));
  return (path) => inner.some((other) => isBelow(path, other));
}

/** Tracked files of a context. */
function contextFiles({ source }: OwnImage, { facts, conventions }: CheckInput): string[] {
  const { directory, shared, only } = source;
  const common = shared ? conventions.shared?.source : undefined;
  const own = facts.tracked(directory).filter((path) => only?.includes(path) ?? true);
  return [
    ...own.map((path) => joinPath(directory, path)),
    ...(common === undefined ? [] : facts.tracked(common).map((path) => joinPath(common, path))),
  ];
}

function judgeFor(
  build: OwnImage,
  image: Image,
  modes: readonly CheckedService[],
): (path: string) => ClassifiedFile {
  const { directory, dockerfile } = build.source;
  const binds = modes.flatMap(bindsOf);
  const copied = copiedFiles(build, image);
  const ignored = new Set(image.context.ignored);
  const names = new Set(image.context.files.map(({ path }) => path));
  const own = `${dockerfile}.dockerignore`;
  const ignoreFile = names.has(own) || ignored.has(own) ? own : '.dockerignore';
  const nameOf = new Map([...image.sources].map(([name, source]) => [source, name]));
  return (path) => {
    const mount = binds.find(({ source }) => isBelow(path, source));
    if (mount) return { path, class: 'live', why: `mounted at ${mount.target}` };
    const name = nameOf.get(path) ?? (directory === '.' ? path : path.slice(directory.length + 1));
    const line = copied.get(name);
    if (line !== undefined) return { path, class: 'baked', why: `copied in line ${line} of ${dockerfile}` };
    if (name === dockerfile || name === ignoreFile)
      return { path, class: 'baked', why: 'read by the build itself' };
    if (ignored.has(name) || ignored.has(path))
      return { path, class: 'ignored', why: `kept out by ${ignoreFile}` };
    return { path, why: 'sent to every build, and copied by none' };
  };
}

/** The files of the context that any stage copies → the line; what only builds something is baked, too. */
function copiedFiles({ args }: OwnImage, whole: Image): Map<string, number> {
  const copied = new Map<string, number>();
  const { dockerfile, files } = whole.context;
  const options = args ? { args } : {};
  for (const image of [whole, ...stageTexts(dockerfile).map((text) => imageFiles(text, files, options))])
    for (const origin of image.files.values())
      if (
        origin.from === 'context' &&
        !copied.has(origin.path) &&
        (origin.source === undefined || origin.source === whole.sources.get(origin.path))
      )
        copied.set(origin.path, origin.line);
  return copied;
}

/** Whether a stage of an image's Dockerfile has a file of the source tree at a container path. */
export function isInAStage(file: MountedFile, { args }: OwnImage, image: Image): boolean {
  const { dockerfile, files } = image.context;
  return stageTexts(dockerfile).some((text) => {
    const origin = imageFiles(text, files, args ? { args } : {}).files.get(file.target);
    return origin?.from === 'context' && (origin.source ?? image.sources.get(origin.path)) === file.source;
  });
}

/** The Dockerfile up to the end of each stage, where it has several: the last stage of each text is another one. */
function stageTexts(dockerfile: string): string[] {
  const lines = dockerfile.split('\n');
  const starts = lines.flatMap((line, i) => (/^[ \t]*FROM[ \t]/i.test(line) ? [i] : []));
  return starts.length < 2
    ? []
    : [...starts.slice(1), lines.length].map((end) => lines.slice(0, end).join('\n'));
}
