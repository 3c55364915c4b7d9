import { imagesTask, requireBuilt } from '../lib/deploy/build.js';
import { leftOutError } from '../lib/deploy/start-words.js';
import { lastStart } from '../lib/disk/start-note.js';
import { attachedProgram } from '../lib/engine/attached.js';
import { removeContainers } from '../lib/engine/docker.js';
import { UNTOUCHED, type Underway, underway } from '../lib/engine/interruption.js';
import { RunLog } from '../lib/engine/run-log.js';
import { runTasks } from '../lib/engine/tasks.js';
import { commandWords } from '../lib/model/conventions.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import { type WhatRuns, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { describeStarted } from '../lib/synth/started.js';
import { guard } from './guard.js';
import { start } from './start.js';
import { synth } from './synth.js';

/** `rebuild`: builds images without the builder's cache, and replaces the containers of them, by the engine that made them. */
export async function rebuild(
  project: Project,
  services: readonly string[],
  waitTimeout: number | undefined,
): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} rebuild`);
  const { settings, mode, containers } = runs;
  const system = describeStarted(project)(mode).systems[mode];
  const built = system.services.flatMap(({ name, image }) => (image.kind === 'build' ? [name] : []));
  const names = services.length === 0 ? built : services;
  for (const name of names) {
    const left = leftOutError(settings, mode, name);
    if (left) throw left;
  }
  requireBuilt(system, names);
  if (containers.some(({ engine }) => engine === 'terraform')) {
    const standing: Underway = { state: UNTOUCHED };
    return underway(standing, () => rebuildDeployed(project, runs, names, standing));
  }
  await start(mode, {
    ...{ project, setup: false, call: { started: lastStart(settings.sourceRoot, system) } },
    engine: runsBySwarm(containers) ? 'swarm' : 'compose',
    ...{ rebuild: names, replace: false, keepFailed: false, waitTimeout, guard },
  });
}

/** Terraform does not see that a name is another image's by now: it misses a container that is gone. */
async function rebuildDeployed(
  project: Project,
  { settings, mode, containers }: WhatRuns,
  names: readonly string[],
  standing: Underway,
): Promise<void> {
  const { sourceRoot, images, conventions } = settings;
  // stages what the images are built from
  await synth(project);
  const system = describeStarted(project)(mode).systems[mode];
  const log = new RunLog(settings, `rebuild.${mode}`);
  await runTasks([await imagesTask(sourceRoot, system, images, names)], log);
  standing.state = `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} not run`;
  await removeContainers(containers.filter(({ service }) => names.includes(service)).map(({ id }) => id));
  const [program, ...words] = commandWords(`${conventions.commands.deploy} ${mode} --auto-approve`);
  process.exitCode = await attachedProgram(program, words, standing.state);
}
