import { Listr, type ListrTask } from 'listr2';
import { renderRelease } from '../compose/write/release.js';
import { noteStart } from '../disk/start-note.js';
import type { ComposeProject } from '../engine/compose.js';
import { takeOver } from '../engine/holder.js';
import { ReleaseStore } from '../engine/releases.js';
import { hasStartInterval } from '../engine/start-interval.js';
import { imagesFile, secretsFile, systemName } from '../model/deployment.js';
import { withIdleProbes } from '../model/idle-probes.js';
import type { Mode } from '../model/mode.js';
import { asBuilt } from '../model/release.js';
import { leftOutLines, type SystemSpec } from '../model/service-spec.js';
import type { Project } from '../synth/project.js';
import { composeFile, type Description, plan, type Synthesis, write } from '../synth/synthesis.js';
import { imagesTask, requireBuilt } from './build.js';
import { claim } from './claim.js';
import { runProject, runRelease } from './run.js';

export interface UpOptions {
  readonly project: Project;
  /** Services whose image is rebuilt, although an image of its content exists. */
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
  { project, rebuild, replace }: UpOptions,
): Promise<SystemSpec> {
  const synthesis = plan(description, await hasStartInterval());
  const { settings } = synthesis;
  const system = synthesis.systems[mode];
  requireBuilt(system, rebuild);
  const others = await claim(settings.sourceRoot, system, 'compose', replace);
  for (const line of [...write(synthesis, [mode]), ...leftOutLines(system)]) console.log(line);
  const tasks: ListrTask[] = [
    await imagesTask(settings.sourceRoot, system, rebuild),
    {
      title: 'Stopping what others run',
      enabled: others.containers.length + others.networks.length > 0,
      task: () => takeOver(system, others, project.directory),
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
  const { conventions } = synthesis.settings;
  return {
    name: systemName(synthesis.systems[mode]),
    file: composeFile(synthesis, mode),
    directory: synthesis.settings.sourceRoot,
    envFiles: [secretsFile(conventions, mode), imagesFile(conventions, mode)],
  };
}

async function start(synthesis: Synthesis, mode: Mode, log: (line: string) => void): Promise<void> {
  const { sourceRoot } = synthesis.settings;
  if (mode === 'dev') {
    noteStart(sourceRoot, synthesis.systems.dev);
    return runProject(composeProject(synthesis, mode), synthesis.systems.dev, log);
  }
  const system = asBuilt(synthesis.systems.prod);
  const compose = renderRelease(synthesis.startInterval ? withIdleProbes(system) : system);
  await runRelease(sourceRoot, new ReleaseStore(sourceRoot, system).add(system, compose), log);
}
