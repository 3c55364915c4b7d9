import { renderRelease } from '../compose/write/release.js';
import { noteStart } from '../disk/start-note.js';
import type { ComposeProject } from '../engine/compose.js';
import { ReleaseStore } from '../engine/releases.js';
import type { RunLog } from '../engine/run-log.js';
import { hasStartInterval } from '../engine/start-interval.js';
import { runTasks } from '../engine/tasks.js';
import { counted } from '../model/counted.js';
import { imagesFile } from '../model/deployment.js';
import { probedBy } from '../model/idle-probes.js';
import type { Mode } from '../model/mode.js';
import { asBuilt } from '../model/release.js';
import { leftOutLines, type SystemSpec, startedOf } from '../model/service-spec.js';
import { type Description, whileUnchanged } from '../synth/description.js';
import { largeContexts } from '../synth/large-contexts.js';
import type { Project } from '../synth/project.js';
import { composeFile, plan, type Synthesis, write } from '../synth/synthesis.js';
import { warningLines } from '../synth/warnings.js';
import { imagesTask, requireBuilt } from './build.js';
import { type ChangeOptions, changeTo } from './change.js';
import { claim } from './claim.js';
import { projectOf } from './project-of.js';
import { type ReleaseEngine, releaseProject, runRelease } from './run.js';
import { startProject } from './start-project.js';
import type { StartOptions } from './start-services.js';
import { pushIfWanted } from './swarm/images.js';
import { planStack, requireStack } from './swarm/plan-stack.js';
import { requireMaker } from './swarm/require-maker.js';
import { inTurn, requireNoTurn } from './turn.js';
import { waitLimit } from './wait-limit.js';

export interface UpOptions {
  readonly project: Project;
  /** Services whose image is rebuilt, although an image of its content exists. */
  readonly rebuild: readonly string[];
  /** Who runs it; dev is Compose's. */
  readonly engine: ReleaseEngine;
  /** Whether what another engine or the other mode holds is ended, once everything is checked and built. */
  readonly replace: boolean;
  /** Whether what does not come up is left as it is; otherwise what ran before runs again. */
  readonly keepFailed: boolean;
  /** Copies the data of what is about to be replaced, where that is wanted. */
  saveData(system: SystemSpec): Promise<void>;
  /** Has what runs at the end guarded. */
  guard(root: string, system: SystemSpec): Promise<void>;
  /** Gets what is said on the way. */
  readonly log: RunLog;
  /** Seconds for which each service is waited for at most. @default - the environment's, then 900 */
  readonly waitTimeout?: number | undefined;
}

/**
 * Brings a system up by Compose: checks, synthesises, builds what changed, starts, waits until healthy.
 * @throws UserError before anything is written where a check fails; a build that fails touches no container
 */
export async function up(
  description: Description,
  mode: Mode,
  { project, engine, rebuild, replace, keepFailed, waitTimeout, saveData, guard, log }: UpOptions,
): Promise<SystemSpec> {
  const { settings } = description;
  const limit = waitLimit(settings.conventions, waitTimeout);
  const { sourceRoot: root, adopt } = settings;
  const synthesis = await whileUnchanged(description, async (described) => {
    const planned = plan(described, await hasStartInterval());
    for (const line of [...warningLines(planned, mode), ...largeContexts(planned)]) console.error(line);
    const wanted = planned.systems[mode];
    requireBuilt(wanted, rebuild);
    requireNoTurn(root, wanted);
    await claim(root, wanted, engine, { replace, adopt });
    if (engine === 'swarm') await requireMaker(wanted, 'commands');
    for (const line of write(planned, [mode])) console.log(line);
    return planned;
  });
  const system = synthesis.systems[mode];
  for (const line of leftOutLines(system)) console.log(line);
  // from now on: of two starts at once, the second would build all of it in vain
  await inTurn(root, system, async () => {
    await runTasks([await imagesTask(root, system, settings.images, rebuild)], log);
    if (engine === 'swarm') {
      await requireStack(asBuilt(system));
      await pushIfWanted(asBuilt(system));
    }
    // Terraform takes no turn before it has built, and may have come meanwhile
    const others = await claim(root, system, engine, { replace, adopt });
    if (engine === 'swarm') await planStack(root, system);
    await saveData(system);
    await changeTo({
      ...{ root, directory: project.directory, system, engine, others, keepFailed, limit, log },
      title: `Starting ${counted(startedOf(system).length, 'service')}, waiting until healthy`,
      guard: (running) => guard(root, running),
      ...starting(synthesis, mode, engine),
    });
  });
  return system;
}

/** @param startInterval whether the engine that runs it takes start_interval */
export function composeProject(description: Description, mode: Mode, startInterval: boolean): ComposeProject {
  const { systems, settings } = description;
  const { sourceRoot } = settings;
  const file = composeFile(description, mode, startInterval);
  return projectOf(sourceRoot, systems[mode], file, { envFiles: [imagesFile(systems[mode])] });
}

/** How a mode is started, and what of it can be started again. */
function starting(
  synthesis: Synthesis,
  mode: Mode,
  engine: ReleaseEngine,
): Pick<ChangeOptions, 'start' | 'earlier' | 'project'> {
  const { sourceRoot } = synthesis.settings;
  if (mode === 'dev') {
    const { dev } = synthesis.systems;
    const project = composeProject(synthesis, mode, synthesis.startInterval);
    const start = (options: StartOptions) => {
      noteStart(sourceRoot, dev, 'compose', synthesis.settings);
      return startProject(project, dev, options);
    };
    return { start, project, earlier: undefined };
  }
  const system = asBuilt(synthesis.systems.prod);
  const compose = renderRelease(probedBy(system, synthesis.startInterval));
  const store = new ReleaseStore(sourceRoot, system);
  const release = store.add(system, compose, synthesis.settings);
  return {
    start: (options) => runRelease(sourceRoot, release, engine, options),
    project: releaseProject(sourceRoot, release),
    earlier: store.earlierThan(release),
  };
}
