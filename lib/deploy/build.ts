import type { ListrTask } from 'listr2';
import { buildImage, imageExists } from '../engine/docker.js';
import { pullImage } from '../engine/images.js';
import { counted } from '../model/counted.js';
import { type BuiltImage, type ImageMap, imageName, isPullable } from '../model/image.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { UsageError } from '../model/user-error.js';
import { standInWarnings } from '../setup/stand-ins.js';
import { shareImages } from './share-images.js';

type BuiltService = ServiceSpec & { readonly image: BuiltImage };

/**
 * Builds the images that are not there yet, after a word about bases of another version, and pulls those from outside: an
 * engine that did so while it replaces containers would find out too late that no registry answers.
 * @param root the source root, absolute
 * @param images upstream reference → what is really used
 * @param rebuild services whose image is rebuilt, step by step, although an image of its content exists
 */
export async function imagesTask(
  root: string,
  system: SystemSpec,
  images: ImageMap,
  rebuild: readonly string[] = [],
): Promise<ListrTask> {
  const changed = await changedImages(system, rebuild);
  const names = changed.map(({ name }) => name);
  for (const warning of standInWarnings(root, images, system, names)) console.warn(warning);
  const missing = await missingImages(system);
  return {
    title: titleOf(changed.length, missing.length),
    task: (_, task) =>
      task.newListr(
        [
          ...changed.map(
            (service): ListrTask => ({
              title: service.name,
              task: (_, inner) =>
                buildImage(
                  root,
                  system.conventions,
                  service.image,
                  service.labels,
                  rebuild.includes(service.name),
                  (line) => {
                    inner.output = line;
                  },
                ),
            }),
          ),
          ...missing.map(
            (name): ListrTask => ({
              title: name,
              task: async (_, inner) => {
                await pullImage(name, (line) => {
                  inner.output = line;
                });
              },
            }),
          ),
        ],
        // the engine's builds are bound by its disk and the registry as much as by cores
        { concurrent: 2 },
      ),
  };
}

function titleOf(builds: number, pulls: number): string {
  const parts = [
    ...(builds > 0 ? [`building ${counted(builds, 'image')}`] : []),
    ...(pulls > 0 ? [`pulling ${counted(pulls, 'image')}`] : []),
  ];
  const title = parts.length === 0 ? 'images are up to date' : parts.join(', ');
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** @throws UserError for a service whose image is not built here */
export function requireBuilt(system: SystemSpec, rebuild: readonly string[]): void {
  const names = builtServices(system).map((service) => service.name);
  const unknown = rebuild.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `"${unknown}" is not an image that is built here`,
      `rebuild one of ${names.join(', ')}`,
    );
}

async function changedImages(system: SystemSpec, rebuild: readonly string[]): Promise<BuiltService[]> {
  const built = builtServices(system);
  const known = await Promise.all(built.map((service) => imageExists(imageName(service.image))));
  const missing = built.filter(({ name }, i) => !known[i] && !rebuild.includes(name));
  const left = await shareImages(
    system,
    missing.map(({ image }) => image),
  );
  return built.filter(({ name, image }) => left.includes(image) || rebuild.includes(name));
}

async function missingImages({ services }: SystemSpec): Promise<string[]> {
  const names = [...new Set(services.flatMap(({ image }) => (isPullable(image) ? [imageName(image)] : [])))];
  const known = await Promise.all(names.map(imageExists));
  return names.filter((_, i) => !known[i]);
}

function builtServices(system: SystemSpec): BuiltService[] {
  return system.services.filter((service): service is BuiltService => service.image.kind === 'build');
}
