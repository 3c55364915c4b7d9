import type { ImageMap } from '../model/image.js';
import type { SystemSpec } from '../model/service-spec.js';
import { imageMap, imageMapFile } from '../synth/machine.js';
import { readOptional } from '../synth/read-json.js';
import { requiredImages } from '../synth/required-images.js';
import { otherVersion } from './catalog.js';

/**
 * A line for each base of Python or Node in another version than a Dockerfile asks for: packages that are pinned for the one may have to be
 * compiled for the other, or not build at all. What somebody
 * has chosen themselves, a base too, is as it was chosen.
 * @param root the source root, absolute
 * @param names the services whose images are about to be built
 */
export function standInWarnings(
  root: string,
  images: ImageMap,
  system: SystemSpec,
  names: readonly string[],
): string[] {
  const noted = readOptional(imageMapFile(), imageMap, {});
  const services = system.services.filter(({ name }) => names.includes(name));
  return [...requiredImages(root, [{ ...system, services }])].flatMap(([reference, users]) => {
    // a server runs on the version that it is; packages are made for one
    if (!/(^|\/)(python|node):/.test(reference)) return [];
    const used = images[reference];
    if (used === undefined || used !== noted[reference]) return [];
    const version = otherVersion(reference, used);
    return version === undefined
      ? []
      : [
          `warning: ${users.join(', ')}: built on version ${version} in place of ${reference}, which no registry gave. ` +
            `What has no ready-made package for ${version} is compiled, which takes long, or fails. ` +
            `Fix: load ${reference} into the engine, and remove its line from ${imageMapFile()}.`,
        ];
  });
}
