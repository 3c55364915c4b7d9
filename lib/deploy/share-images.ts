import { imageNames, tagImage } from '../engine/images.js';
import { type BuiltImage, imageName, ofSystem } from '../model/image.js';
import type { SystemSpec } from '../model/service-spec.js';
import { readInstances } from '../synth/instances.js';

/**
 * Takes what another copy of the system has built of the same content: its image gets this copy's name too, and nothing is built.
 * @param missing own images that the engine does not have
 * @returns those that nobody has
 */
export async function shareImages(
  system: SystemSpec,
  missing: readonly BuiltImage[],
): Promise<readonly BuiltImage[]> {
  const others = missing.length === 0 ? [] : otherCopies(system);
  if (others.length === 0) return missing;
  const known = await imageNames();
  const left: BuiltImage[] = [];
  for (const image of missing) {
    const same = others.map((name) => imageName(ofSystem(image, name))).find((name) => known.has(name));
    // it may have gone since
    const isShared =
      same !== undefined &&
      (await tagImage(same, imageName(image)).then(
        () => true,
        () => false,
      ));
    if (!isShared) left.push(image);
  }
  return left;
}

/** The names of the system's other copies, that of its main checkout first; none for a name that somebody has set. */
function otherCopies({ name, conventions }: SystemSpec): string[] {
  const all = readInstances().filter(({ system }) => system === conventions.name);
  const names = [conventions.name, ...all.map((copy) => copy.name)];
  return names.includes(name) ? names.filter((other) => other !== name) : [];
}
