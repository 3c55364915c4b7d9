import { Listr, type ListrTask } from 'listr2';
import { renderRelease } from '../compose/write/release.js';
import { secretsFile } from '../disk/secrets.js';
import type { ComposeProject } from '../engine/compose.js';
import { takeOver } from '../engine/holder.js';
import { ReleaseStore } from '../engine/releases.js';
import { type Mode, systemName } from '../model/mode.js';
import { asBuilt } from '../model/release.js';
import type { SystemSpec } from '../model/service-spec.js';
import {
  composeFile,
  type Description,
  imagesFile,
  plan,
  type Synthesis,
  write,
} from '../synth/synthesis.js';
import { imagesTask, requireBuilt } from './build.js';
import { claim } from './claim.js';
import { runProject, runRelease } from './run.js';

export interface UpOptions {
  /** The project's directory, absolute. */
  readonly directory: string;
  /** Services whose image is built anew, though an image of its content is there. */
  readonly rebuild: readonly string[];
  /** Whether what another engine or the other mode holds is ended, once everything is checked and built. */
  readonly replace: boolean;
}

/**
 * Brings a system up by Compose: checks, synthesises, builds what changed, starts, waits until healthy.
 * @throws UserError before anything is written where a check fails; a build that fails touches no container
 */
export async function up(
  description: Description,
  mode: Mode,
  { directory, rebuild, replace }: UpOptions,
): Promise<SystemSpec> {
  const synthesis = plan(description);
  const { settings } = synthesis;
  const system = synthesis.app[mode];
  requireBuilt(system, rebuild);
  const others = await claim(settings.sourceRoot, system, 'compose', replace);
  write(synthesis, [mode]);
  const tasks: ListrTask[] = [
    await imagesTask(settings.sourceRoot, system, rebuild),
    {
      title: 'Ending what others run',
      enabled: others.containers.length + others.networks.length > 0,
      task: () => takeOver(system, others, directory),
    },
    {
      title: `Starting ${system.services.length} services, waiting until they are healthy`,
      task: (_, task) =>
        start(synthesis, mode, (line) => {
          task.output = line;
        }),
    },
  ];
  await new Listr(tasks, { rendererOptions: { collapseSubtasks: false } }).run();
  return system;
}

export function composeProject(synthesis: Synthesis, mode: Mode): ComposeProject {
  return {
    name: systemName(synthesis.settings.name, mode),
    file: composeFile(synthesis, mode),
    directory: synthesis.settings.sourceRoot,
    envFiles: [secretsFile(mode), imagesFile(mode)],
  };
}

async function start(synthesis: Synthesis, mode: Mode, log: (line: string) => void): Promise<void> {
  const { sourceRoot, name } = synthesis.settings;
  if (mode === 'dev') return runProject(composeProject(synthesis, mode), synthesis.app.dev, log);
  const system = asBuilt(synthesis.app.prod);
  await runRelease(
    sourceRoot,
    new ReleaseStore(sourceRoot, name, mode).add(system, renderRelease(system)),
    log,
  );
}
