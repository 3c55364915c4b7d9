import type { ImageMap } from './image.js';

/** Reference as it is used, after the image map → the digest that it is pinned to: `sha256:…`. */
export type ImageLock = Readonly<Record<string, string>>;

/**
 * The image map with every locked reference pinned: `redis:7-alpine` becomes `redis:7-alpine@sha256:…`. A mirror's name
 * is locked by itself; what is mapped to a local base is in no lock.
 */
export function lockImages(images: ImageMap, lock: ImageLock): ImageMap {
  const pinned = (reference: string) =>
    Object.hasOwn(lock, reference) ? `${reference}@${lock[reference]}` : reference;
  const locked = Object.keys(lock).map((reference) => [reference, pinned(reference)]);
  const mapped = Object.entries(images).map(([upstream, reference]) => [upstream, pinned(reference)]);
  return Object.fromEntries([...locked, ...mapped]);
}

/** Whether a registry can be asked for a reference: an own image or base is here or nowhere, and a digest says it all. */
export function canBeLocked(reference: string): boolean {
  return !reference.startsWith('localhost/') && !reference.includes('@');
}
