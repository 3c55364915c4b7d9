import { join } from 'node:path';
import { Listr } from 'listr2';
import { writeAtomically } from '../host/files.js';
import { requiredImages } from '../host/required-images.js';
import { imageMapFile, readSettings, type Settings, withoutFilePath } from '../host/settings.js';
import { unavailable } from '../host/setup/availability.js';
import { imagesPart } from '../host/setup/base-images.js';
import { baseOf, readCatalog } from '../host/setup/catalog.js';
import { composePart } from '../host/setup/compose.js';
import { enginePart } from '../host/setup/engine.js';
import type { Part } from '../host/setup/part.js';
import { OPTIONAL_SERVICES } from '../model/optional-service.js';
import { UserError } from '../model/user-error.js';
import { describeSystems } from './synthesis.js';

export interface SetupOptions {
  /** The project's directory, absolute. */
  readonly directory: string;
  /** Whether what is missing is installed, or only named. */
  readonly setup: boolean;
  /** Services that the user leaves out. */
  readonly without: readonly string[];
}

/**
 * Makes sure that everything a run needs is there, in the order in which one part needs the other.
 * @returns the settings as they are then
 * @throws UserError naming the first part that is missing, and the command that mends it
 */
export async function ensureParts(options: SetupOptions): Promise<Settings> {
  const imagesDir = join(options.directory, 'images');
  const read = () => readSettings(options.directory, process.env, options.without);
  await ensure(enginePart(), options.setup);
  await ensure(composePart(), options.setup);
  if (options.setup) await noteLackingServices(read(), imagesDir);
  const settings = read();
  const references = [...requiredImages(settings.sourceRoot, systemsOf(settings)).keys()];
  const images = imagesPart({
    references,
    map: settings.images,
    mapFile: imageMapFile(),
    imagesDir,
  });
  await ensure(images, options.setup);
  return read();
}

async function ensure(part: Part, setup: boolean): Promise<void> {
  const problem = await part.check();
  if (problem === undefined) return;
  if (!setup) throw new UserError(problem, `./scripts/dev-mode.sh --setup`);
  console.log(`${part.name}: ${problem}. Needed, for ${part.why}.`);
  await new Listr([
    {
      title: `Setting up ${part.name}`,
      task: (_, task) =>
        part.mend((line) => {
          task.output = line;
        }),
    },
  ]).run();
  const left = await part.check();
  if (left !== undefined) throw new UserError(`${part.name} is still not right: ${left}`);
}

/** Optional services whose image cannot be had here, nor a base in its place, are left out from now on; that is said. */
async function noteLackingServices(settings: Settings, imagesDir: string): Promise<void> {
  const catalog = await readCatalog(imagesDir);
  const images = requiredImages(settings.sourceRoot, systemsOf(settings));
  const canGo = (service: string) => (OPTIONAL_SERVICES as readonly string[]).includes(service);
  const candidates = [...images].flatMap(([image, users]) =>
    users.every(canGo) && baseOf(catalog, image) === undefined ? [image] : [],
  );
  const lost = await unavailable(candidates, settings.images);
  const services = lost.flatMap((image) => images.get(image) ?? []);
  if (services.length === 0) return;
  console.log(
    `Left out: ${services.join(', ')} (no registry has ${lost.join(', ')}, and no service requires it).`,
  );
  console.log(`  Noted in ${withoutFilePath()}; remove that file when a registry answers.`);
  writeAtomically(
    withoutFilePath(),
    `${JSON.stringify([...new Set([...settings.without, ...services])].sort())}\n`,
  );
}

function systemsOf(settings: Settings) {
  const { dev, prod } = describeSystems(settings);
  return [dev, prod];
}
