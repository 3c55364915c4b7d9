import { dirname, join, resolve } from 'node:path';
import { noteStart } from '../disk/start-note.js';
import { readSystem } from '../disk/system-file.js';
import { ensureVolume } from '../engine/docker.js';
import { guardFile } from '../engine/guard-files.js';
import { type Holding, remove, requireNoStrays, takeOver, unknownToState } from '../engine/holder.js';
import { sweepNameless } from '../engine/nameless.js';
import { RunLog } from '../engine/run-log.js';
import { runTasks } from '../engine/tasks.js';
import { isUnfinished, noteUnfinished } from '../engine/terraform-state.js';
import type { Mode } from '../model/mode.js';
import { leftOutLines, type SystemSpec, volumesOf } from '../model/service-spec.js';
import { isOn } from '../model/switch.js';
import { UserError } from '../model/user-error.js';
import { describe } from '../synth/description.js';
import type { Project } from '../synth/project.js';
import { readSettings, type Settings } from '../synth/settings.js';
import { imagesTask } from './build.js';
import { claim } from './claim.js';
import { noteOwner } from './data-owner.js';
import { deployedJobs } from './deployed-jobs.js';
import { noteFreshData } from './make-data.js';
import { requireEngine } from './require-engine.js';
import { takeInstance } from './take-instance.js';
import { requireNoTurn, takeTurnOf } from './turn.js';
import type { UpOptions } from './up.js';
import { waitLimit } from './wait-limit.js';

export interface PrepareOptions extends Pick<UpOptions, 'saveData'> {
  /** The process that deploys. */
  readonly terraform: number;
  /** Whether the deploy begins here, and is unfinished from now on. */
  readonly begin: boolean;
}

/**
 * What a deploy by Terraform does before it touches a container (`lib/terraform/order.ts`): checks, builds and
 * pulls what is missing, then takes over what others hold, where the environment says so.
 * @param file the resolved system, relative to the project's directory
 * @throws UserError before any container is touched
 */
export async function prepare(
  project: Project,
  file: string,
  { terraform, begin, saveData }: PrepareOptions,
): Promise<void> {
  const { directory } = project;
  const settings = readSettings(project);
  const { conventions, images } = settings;
  await requireEngine(conventions.commands);
  const path = join(directory, file);
  const fix = `write it: ${conventions.commands.synth}`;
  const system = readSystem(path, fix);
  if (!system) throw new UserError(`${path} does not exist`, fix);
  const root = resolve(directory, dirname(file), '..');
  await mayDeploy(root, system, settings);
  for (const line of leftOutLines(system)) console.log(line);
  const log = new RunLog({ sourceRoot: root, conventions }, `deploy.${system.mode}`);
  await runTasks([await imagesTask(root, system, images)], log);
  takeTurnOf(terraform, root, system);
  // others may have come while images were built
  const { others, strays } = await mayDeploy(root, system, settings);
  await noteFreshData(root, system);
  // the provider makes volumes without labels, and nobody would know whose they are
  for (const volume of volumesOf(system)) await ensureVolume(volume, system.network.labels);
  await noteOwner(root, system);
  if (others.containers.length === 0) await deployedJobs(root, system);
  await sweepNameless(root, system);
  await saveData(system);
  await guardFile(root, system).end();
  await takeOver(system, others, directory);
  await remove(system, strays);
  noteStart(root, system, 'terraform', settings);
  if (begin) noteUnfinished(root, system);
}

/**
 * Whether Terraform may deploy a system: it would find out after the plan. Changes nothing that runs.
 * @throws UserError where it is refused or no engine answers
 */
export async function requireDeployable(project: Project, mode: Mode): Promise<void> {
  const copy = await takeInstance(project);
  if (copy !== undefined) console.log(copy);
  const settings = readSettings(project);
  await requireEngine(settings.conventions.commands);
  const system = describe(settings).systems[mode];
  requireNoTurn(settings.sourceRoot, system);
  await mayDeploy(settings.sourceRoot, system, settings);
}

/** @returns what is taken over: of others, and of a deploy that was killed */
async function mayDeploy(
  root: string,
  system: SystemSpec,
  { directory, adopt }: Pick<Settings, 'directory' | 'adopt'>,
): Promise<{ readonly others: Holding; readonly strays: Holding }> {
  const { conventions } = system;
  // those who wait for each container would find out last
  waitLimit(conventions);
  const replace = isOn(conventions, 'REPLACE', process.env);
  const others = await claim(root, system, 'terraform', { replace, adopt });
  const strays = await unknownToState(system, directory);
  if (!replace && !isUnfinished(root, system)) requireNoStrays(strays, conventions);
  return { others, strays };
}
