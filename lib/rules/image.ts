import { imageFiles } from '../dockerfile/copy-resolution.js';
import type { ImageFiles } from '../dockerfile/image-files.js';
import type { CheckedImage, CheckedService } from '../model/checked-system.js';
import type { ContextFact, Facts } from '../model/facts.js';
import { joinPath } from './paths.js';

/** An image that is built from the source root. */
export type OwnImage = Extract<CheckedImage, { kind: 'build' }>;

/** What an own image holds, and what it is built from. */
export interface Image extends ImageFiles {
  readonly context: Extract<ContextFact, { readonly dockerfile: string }>;
  /** The Dockerfile's path, relative to the source root, or absolute where outside it; undefined for an inline one. */
  readonly dockerfile?: string;
  /** Names in the context → where they come from, as facts name it. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface Images {
  /** What an own image holds, worked out once; undefined where its context cannot be read: then `buildable` says so. */
  image(image: OwnImage): Image | undefined;
}

/** Works out what each own image holds, once. */
export function imageReader(facts: Facts): Images['image'] {
  const known = new Map<string, Image | undefined>();
  return (image) => {
    const { source, target, args } = image;
    const key = JSON.stringify([source, target, args]);
    if (!known.has(key)) known.set(key, readImage(facts, image));
    return known.get(key);
  };
}

function readImage(facts: Facts, { source, target, args }: OwnImage): Image | undefined {
  const context = facts.context(source);
  if (!('dockerfile' in context)) return undefined;
  const files = imageFiles(context.dockerfile, context.files, {
    ...(target === undefined ? {} : { target }),
    ...(args ? { args } : {}),
  });
  const { directory, dockerfile, inline } = source;
  return {
    ...files,
    context,
    ...(inline === undefined
      ? { dockerfile: dockerfile.startsWith('/') ? dockerfile : joinPath(directory, dockerfile) }
      : {}),
    sources: new Map(context.files.map((file) => [file.path, file.source])),
  };
}

/** A service's own image; undefined where it has none, or where it cannot be read. */
export function imageOf({ image }: CheckedService, images: Images): Image | undefined {
  return image?.kind === 'build' ? images.image(image) : undefined;
}

/** The file of the source root that a path of the image is copied from; undefined for what comes from elsewhere. */
export function sourceIn(image: Image, containerPath: string): string | undefined {
  const origin = image.files.get(containerPath);
  return origin?.from === 'context' ? image.sources.get(origin.path) : undefined;
}

/** A line of the Dockerfile, for findings. */
export function lineOf(
  { dockerfile }: Image,
  line: number,
): { place?: { readonly file: string; readonly line: number } } {
  return dockerfile === undefined ? {} : { place: { file: dockerfile, line } };
}
