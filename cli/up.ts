import { Listr } from 'listr2';
import { type ComposeProject, composeUp } from '../host/compose.js';
import { buildImage, containerLog, ensureVolume, imageExists, listContainers } from '../host/docker.js';
import { requireFreePorts } from '../host/ports.js';
import { secretsFile } from '../host/secrets.js';
import { type BuiltImage, imageName } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { type ServiceSpec, type SystemSpec, volumesOf } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { composeFile, type Description, imagesFile, plan, type Synthesis, write } from './synthesis.js';

type BuiltService = ServiceSpec & { readonly image: BuiltImage };

/**
 * Brings a system up by Compose: checks, synthesises, builds what changed, starts, waits until healthy.
 * @param rebuild services whose image is built anew, though an image of its content is there
 * @throws UserError before anything is written where a check fails; a build that fails touches no container
 */
export async function up(
  description: Description,
  mode: Mode,
  rebuild: readonly string[] = [],
): Promise<SystemSpec> {
  const synthesis = plan(description);
  const { settings } = synthesis;
  const system = synthesis.app[mode];
  requireBuilt(system, rebuild);
  await requireOwnContainers(system);
  write(synthesis);
  const changed = await changedImages(system, rebuild);
  await new Listr(
    [
      {
        title: changed.length === 0 ? 'Images are up to date' : `Building ${changed.length} images`,
        task: (_, task) =>
          task.newListr(
            changed.map((service) => ({
              title: service.name,
              task: (_, inner) =>
                buildImage(settings.sourceRoot, service.image, service.labels, (line) => {
                  inner.output = line;
                }),
            })),
            // the engine's builds are bound by its disk and the registry as much as by cores
            { concurrent: 2 },
          ),
      },
      {
        title: `Starting ${system.services.length} services, waiting until they are healthy`,
        task: (_, task) =>
          start(synthesis, mode, (line) => {
            task.output = line;
          }),
      },
    ],
    { rendererOptions: { collapseSubtasks: false } },
  ).run();
  return system;
}

export function composeProject(synthesis: Synthesis, mode: Mode): ComposeProject {
  return {
    file: composeFile(synthesis, mode),
    directory: synthesis.settings.sourceRoot,
    envFiles: [secretsFile(mode), imagesFile(mode)],
  };
}

/** Ports and names must be free, or held by what Compose made of this very system. */
async function requireOwnContainers(system: SystemSpec): Promise<void> {
  const containers = await listContainers(system.name, system.mode);
  const foreign = containers.find((container) => container.engine === 'terraform');
  if (foreign)
    throw new UserError(
      `${system.mode} is run by Terraform: container ${foreign.name} is not Compose's`,
      `npx cdktf destroy ${system.mode}`,
    );
  await requireFreePorts(
    system,
    containers.map((container) => container.name),
  );
}

async function changedImages(system: SystemSpec, rebuild: readonly string[]): Promise<BuiltService[]> {
  const built = builtServices(system);
  const known = await Promise.all(built.map((service) => imageExists(imageName(service.image))));
  return built.filter(({ name }, i) => !known[i] || rebuild.includes(name));
}

function builtServices(system: SystemSpec): BuiltService[] {
  return system.services.filter((service): service is BuiltService => service.image.kind === 'build');
}

function requireBuilt(system: SystemSpec, rebuild: readonly string[]): void {
  const names = builtServices(system).map((service) => service.name);
  const unknown = rebuild.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UserError(`no image of "${unknown}" is built here`, `rebuild one of ${names.join(', ')}`);
}

async function start(synthesis: Synthesis, mode: Mode, log: (line: string) => void): Promise<void> {
  const system = synthesis.app[mode];
  if (mode === 'prod')
    for (const volume of volumesOf(system)) await ensureVolume(volume, system.network.labels);
  try {
    await composeUp(composeProject(synthesis, mode), log);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}${await failingLogs(system)}`);
  }
}

/** The last lines of each container that runs and is not well. */
async function failingLogs(system: SystemSpec): Promise<string> {
  const containers = await listContainers(system.name, system.mode);
  const sick = containers.filter(({ state, status }) => state !== 'created' && !status.includes('(healthy)'));
  const logs = await Promise.all(
    sick.map(async ({ name }) => `\n--- ${name}\n${await containerLog(name, 15)}`),
  );
  return logs.join('');
}
