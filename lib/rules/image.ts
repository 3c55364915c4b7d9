import { imageFiles, unprovenAt } from '../dockerfile/copy-resolution.js';
import type { Unproven } from '../dockerfile/image-files.js';
import type { BuiltFiles, NamedSource } from '../dockerfile/named-sources.js';
import type { CheckedImage, CheckedService, CheckedSystem } from '../model/checked-system.js';
import type { ContextFact, Facts } from '../model/facts.js';
import { isBelow, joinPath } from './paths.js';

/** An image that is built from the source root. */
export type OwnImage = Extract<CheckedImage, { kind: 'build' }>;

/** What an own image holds, and what it is built from. */
export interface Image extends BuiltFiles {
  readonly context: Extract<ContextFact, { readonly dockerfile: string }>;
  /** The Dockerfile's path, relative to the source root, or absolute where outside it; undefined for an inline one. */
  readonly dockerfile?: string;
  /** Names in the context → where they come from, as facts name it. */
  readonly sources: ReadonlyMap<string, string>;
  /** All that it may copy, of additional contexts and of the images that it begins with too, as facts name it. */
  readonly reached: ReadonlySet<string>;
}

export interface Images {
  /**
   * What an own image holds, worked out once; undefined where its context cannot be read: then `buildable` says so.
   * @param of the image that it is another stage of
   */
  image(image: OwnImage, of?: OwnImage): Image | undefined;
  /** The build that a service's image comes from: its own, or that of another service by the same name. */
  buildOf(service: CheckedService): OwnImage | undefined;
}

/** Works out what each own image holds, once. @param systems that the images are of */
export function imageReader(facts: Facts, systems: readonly CheckedSystem[] = []): Images {
  const known = new Map<string, Image | undefined>();
  /** Images that begin with none of a system's, and the names that were asked for. */
  const outside = new Map<string, { readonly image: Image | undefined; readonly named: readonly string[] }>();
  const open = new Set<string>();
  const systemOf = new Map(
    systems.flatMap((system) => system.services.map(({ image }) => [image, system] as const)),
  );
  const image = (own: OwnImage, of = own): Image | undefined => {
    const system = systemOf.get(of);
    const { source, target, args, contexts } = own;
    const key = JSON.stringify([source, target, args, contexts, system?.mode]);
    // Compose refuses images that begin with each other
    if (known.has(key) || open.has(key)) return known.get(key);
    // most are the same in both modes: what they begin with is from outside
    const alike = JSON.stringify([source, target, args]);
    const isOutside = (name: string) => !contexts && !(system && builtAs(name, system));
    const same = outside.get(alike);
    if (same?.named.every(isOutside)) {
      known.set(key, same.image);
      return same.image;
    }
    open.add(key);
    const named: string[] = [];
    const found = readImage(facts, own, (other) => image(other), system, named);
    open.delete(key);
    known.set(key, found);
    if (!contexts && named.every(isOutside)) outside.set(alike, { image: found, named });
    return found;
  };
  const buildOf = (service: CheckedService): OwnImage | undefined => {
    if (service.image?.kind !== 'external') return service.image;
    const system = systems.find(({ services }) => services.includes(service));
    return system && builtAs(service.image.reference, system);
  };
  return { image, buildOf };
}

function readImage(
  facts: Facts,
  own: OwnImage,
  read: (image: OwnImage) => Image | undefined,
  system: CheckedSystem | undefined,
  asked: string[],
): Image | undefined {
  const { source, target, args, contexts = {} } = own;
  const context = facts.context(source);
  if (!('dockerfile' in context)) return undefined;
  const sources = new Map(context.files.map((file) => [file.path, file.source]));
  const reached = new Set(sources.values());
  const named = (name: string): NamedSource | undefined => {
    asked.push(name);
    const given = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
    const other = system && (given === undefined ? builtAs(name, system) : serviceIn(given, system));
    const image = other && other !== own ? read(other) : undefined;
    if (image?.end) {
      for (const each of image.reached) reached.add(each);
      return { kind: 'image', end: image.end };
    }
    if (given === undefined) return undefined;
    const directory = isAddress(given) ? undefined : facts.context(directoryOnly(given));
    if (!directory || !('dockerfile' in directory))
      return { kind: 'outside', reference: given.replace(/^docker-image:\/\//, '') };
    for (const file of directory.files) reached.add(file.source);
    return { kind: 'directory', files: directory.files };
  };
  const files = imageFiles(context.dockerfile, context.files, {
    ...(target === undefined ? {} : { target }),
    ...(args ? { args } : {}),
    named,
  });
  const { directory, dockerfile, inline } = source;
  return {
    ...files,
    context,
    ...(inline === undefined
      ? { dockerfile: dockerfile.startsWith('/') ? dockerfile : joinPath(directory, dockerfile) }
      : {}),
    sources,
    reached,
  };
}

/** A directory that is a context without a Dockerfile. */
function directoryOnly(directory: string): OwnImage['source'] {
  return { directory, dockerfile: '/dev/null', inline: '', shared: false };
}

function isAddress(context: string): boolean {
  return /^(service|target):|^[a-z][a-z0-9+.-]*:\/\/|^git@/i.test(context);
}

function serviceIn(context: string, { services }: CheckedSystem): OwnImage | undefined {
  const name = /^service:(.+)$/.exec(context)?.[1];
  const image = services.find((service) => service.name === name)?.image;
  return image?.kind === 'build' ? image : undefined;
}

/** The build of a service that gives its image this name. */
function builtAs(reference: string, { services }: CheckedSystem): OwnImage | undefined {
  const wanted = fullName(reference);
  return services
    .map(({ image }) => image)
    .find(
      (image): image is OwnImage =>
        image?.kind === 'build' && image.reference !== undefined && fullName(image.reference) === wanted,
    );
}

function fullName(reference: string): string {
  const name = reference.replace(/^docker\.io\/(library\/)?/, '');
  return /:[^/]*$|@/.test(name) ? name : `${name}:latest`;
}

/** What is known of a service's image; undefined where it is not built here, or cannot be read: then `buildable` says so. */
export function imageOf(service: CheckedService, images: Images): Image | undefined {
  const build = images.buildOf(service);
  return build && images.image(build);
}

/** The file of the source root that a path of the image is copied from; undefined for what comes from elsewhere. */
export function sourceIn(image: Image, containerPath: string): string | undefined {
  const origin = image.files.get(containerPath);
  return origin?.from === 'context' ? (origin.source ?? image.sources.get(origin.path)) : undefined;
}

/** What may bring a file, or another one, to a path: not what only takes away. */
export function doubtsAt(image: Image, path: string): readonly Unproven[] {
  return unprovenAt(image, path).filter(({ by }) => !/^(rm|rmdir|unlink|shred)$/.test(by ?? ''));
}

/** What takes a file away after the COPY that brought it, and is the last to touch it. */
export function takenAway(image: Image, path: string): { readonly line: number } | undefined {
  const last = image.files.has(path) ? unprovenAt(image, path).at(-1) : undefined;
  return last?.removes && last.path !== undefined && isBelow(path, last.path) ? last : undefined;
}

/** A line of the Dockerfile, for findings. */
export function lineOf(
  { dockerfile }: Image,
  line: number,
): { place?: { readonly file: string; readonly line: number } } {
  return dockerfile === undefined ? {} : { place: { file: dockerfile, line: Math.max(line, 1) } };
}
