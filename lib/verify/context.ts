import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextEntry } from '../disk/context.js';
import { walk } from '../disk/read-entries.js';
import { type BuiltImage, contextsOf } from '../model/image.js';

/**
 * The staged context that an image was built from, which its tag names.
 * @param imageNames every name of the image that runs: two contexts may have given the same image
 * @returns undefined where the image has no name of ours, or its context was removed
 */
export function stagedContext(
  root: string,
  image: BuiltImage,
  imageNames: readonly string[],
): ContextEntry[] | undefined {
  const prefix = `${image.repository}:`;
  const tags = imageNames.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const places = tags
    .sort((a, b) => Number(b === image.tag) - Number(a === image.tag))
    .map((tag) => join(root, contextsOf(image), tag));
  const place = places.find((each) => existsSync(each));
  return place === undefined ? undefined : walk(place);
}
