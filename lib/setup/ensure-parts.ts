import { fileURLToPath } from 'node:url';
import { RunLog } from '../engine/run-log.js';
import { runTasks } from '../engine/tasks.js';
import { UserError } from '../model/user-error.js';
import { type Description, describe, requireSound } from '../synth/description.js';
import { imageMapFile, noteWithout, withoutFilePath } from '../synth/machine.js';
import type { Project } from '../synth/project.js';
import { requiredImages } from '../synth/required-images.js';
import { type Call, readSettings } from '../synth/settings.js';
import { unavailable } from './availability.js';
import { imagesPart } from './base-images.js';
import { baseOf, readCatalog } from './catalog.js';
import { composePart } from './compose.js';
import { enginePart } from './engine.js';
import { lintersPart } from './linters.js';
import { fixOf, type SetupPart } from './part.js';
import { backupLocation, resticPart } from './restic.js';
import { swarmPart } from './swarm.js';
import { testToolsPart } from './test-tools.js';

export interface SetupOptions {
  readonly project: Project;
  /** Whether what is missing is installed, or only named. */
  readonly setup: boolean;
  /** What people type to have it installed. */
  readonly installing: string;
  /** Which services are started, and what becomes of Compose files that were written by hand. */
  readonly call: Call;
  /** Whether this machine's engine has to be the manager of a swarm. @default false */
  readonly swarm?: boolean;
  /** Whether what the tests need is a part too. @default false */
  readonly tests?: boolean;
  /** Gets what is said while something is installed. @default - one of its own */
  readonly log?: RunLog;
}

/**
 * Makes sure that everything a run needs is there, in the order in which one part needs the other.
 * @returns both systems, described with what is there then
 * @throws UserError naming the first part that is missing, and the command that fixes it
 */
export async function ensureParts(options: SetupOptions): Promise<Description> {
  const imagesDir = kitDirectory();
  const read = () => describe(readSettings(options.project, process.env, options.call));
  const log = options.log ?? new RunLog(readSettings(options.project), 'setup');
  const ensure = (part: SetupPart) => ensurePart(part, options, log);
  let description = read();
  // before anything is installed
  requireSound(description);
  const backs =
    options.tests || (options.setup && backupLocation(description.settings.conventions) !== undefined);
  const parts = [
    ...[
      enginePart(),
      composePart(),
      ...(options.swarm ? [swarmPart()] : []),
      ...(backs ? [resticPart()] : []),
    ],
    ...(options.tests ? [testToolsPart(), lintersPart()] : []),
  ];
  let isInstalled = false;
  for (const part of parts) if (await ensure(part)) isInstalled = true;
  // that may have taken minutes, in which files change
  if (isInstalled) description = read();
  if (options.setup && (await noteLackingServices(description, imagesDir))) description = read();
  const images = imagesPart({
    references: [...requiredImagesOf(description).keys()],
    map: description.settings.imageMap,
    lock: description.settings.lock,
    mapFile: imageMapFile(),
    imagesDir,
  });
  const mended = await ensure(images);
  return mended ? read() : description;
}

/** @returns whether something had to be fixed */
async function ensurePart(
  part: SetupPart,
  { setup, installing }: SetupOptions,
  log: RunLog,
): Promise<boolean> {
  const problem = await part.check();
  if (problem === undefined) return false;
  if (!setup) throw new UserError(problem, await fixOf(part, installing));
  console.log(`${part.name}: ${problem} (needed because ${part.why})`);
  await runTasks(
    [
      {
        title: `Setting up ${part.name}`,
        task: (_, task) =>
          part.mend((line) => {
            task.output = line;
          }),
      },
    ],
    log,
  );
  const left = await part.check();
  if (left !== undefined) throw new UserError(`${part.name}: it was set up, and is still not right: ${left}`);
  return true;
}

/** The base images that this library brings, for machines without a registry. */
function kitDirectory(): string {
  return fileURLToPath(new URL('../../images', import.meta.url));
}

/**
 * Optional services whose image cannot be had here, nor a base in its place, are left out from now on; that is said.
 * @returns whether there are any
 */
async function noteLackingServices(description: Description, imagesDir: string): Promise<boolean> {
  const catalog = await readCatalog(imagesDir);
  const { settings } = description;
  const images = requiredImagesOf(description);
  const { optional } = description.systems.dev;
  const canGo = (service: string) => optional.includes(service);
  const candidates = [...images].flatMap(([image, users]) =>
    users.every(canGo) && baseOf(catalog, image) === undefined ? [image] : [],
  );
  const lost = await unavailable(candidates, settings.images);
  const services = lost.flatMap((image) => images.get(image) ?? []);
  if (services.length === 0) return false;
  console.log(
    `Left out: ${services.join(', ')} (no registry has ${lost.join(', ')}, and no service requires it).`,
  );
  console.log(
    `  Noted in ${withoutFilePath(settings.conventions)}; remove that file when a registry answers.`,
  );
  noteWithout(settings.conventions, services);
  return true;
}

function requiredImagesOf({ systems, settings }: Description): Map<string, string[]> {
  return requiredImages(settings.sourceRoot, [systems.dev, systems.prod]);
}
