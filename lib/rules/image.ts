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

export type ImageOrProblem = Image | { readonly problem: string };

export interface Images {
  /** What an own image holds, worked out once. */
  image(image: OwnImage): ImageOrProblem;
}

/** Works out what each own image holds, once. */
export function imageReader(facts: Facts): Images['image'] {
  const known = new Map<string, ImageOrProblem>();
  return (image) => {
    const { source, target, args } = image;
    const key = JSON.stringify([source, target, args]);
    const found = known.get(key) ?? readImage(facts, image);
    known.set(key, found);
    return found;
  };
}

function readImage(facts: Facts, { source, target, args }: OwnImage): ImageOrProblem {
  const context = facts.context(source);
  if ('problem' in context) return context;
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

/** A service's own image; undefined where it has none, or where it cannot be read: then `buildable` says so. */
export function imageOf(service: CheckedService, images: Images): Image | undefined {
  if (service.image?.kind !== 'build') return undefined;
  const image = images.image(service.image);
  return 'problem' in image ? undefined : image;
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
