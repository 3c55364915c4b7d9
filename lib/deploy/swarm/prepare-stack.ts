import { dirname, join, resolve } from 'node:path';
import { renderRelease } from '../../compose/write/release.js';
import { noteStart } from '../../disk/start-note.js';
import { readSystem } from '../../disk/system-file.js';
import { bindData } from '../../engine/data-node.js';
import { type Holding, takeOver } from '../../engine/holder.js';
import { ReleaseStore } from '../../engine/releases.js';
import { RunLog } from '../../engine/run-log.js';
import { swarmRole } from '../../engine/swarm.js';
import { runTasks } from '../../engine/tasks.js';
import type { Conventions } from '../../model/conventions.js';
import { asBuilt } from '../../model/release.js';
import { leftOutLines, type SystemSpec } from '../../model/service-spec.js';
import { isOn } from '../../model/switch.js';
import { UserError } from '../../model/user-error.js';
import { describe } from '../../synth/description.js';
import type { Project } from '../../synth/project.js';
import { readSettings, type Settings } from '../../synth/settings.js';
import { imagesTask } from '../build.js';
import { claim } from '../claim.js';
import { makeData } from '../make-data.js';
import type { PrepareOptions } from '../prepare.js';
import { requireEngine } from '../require-engine.js';
import { takeInstance } from '../take-instance.js';
import { requireNoTurn, takeTurnOf } from '../turn.js';
import { pushIfWanted } from './images.js';
import { requireStack } from './plan-stack.js';
import { requireMaker } from './require-maker.js';

/**
 * What a deploy of Terraform's stack for Swarm does before it touches a service (`lib/terraform/swarm-stack.ts`): checks, builds, pushes,
 * makes the data volumes and says which node has them, then takes over what others hold, where the environment says so.
 * @param file the resolved system, relative to the project's directory
 * @throws UserError before any service is touched
 */
export async function prepareStack(
  project: Project,
  file: string,
  { terraform, saveData }: Omit<PrepareOptions, 'begin'>,
): Promise<void> {
  const settings = readSettings(project);
  const { conventions, images } = settings;
  await requireManager(conventions);
  const path = join(project.directory, file);
  const fix = `write it: ${conventions.commands.synth}`;
  const system = readSystem(path, fix);
  if (!system) throw new UserError(`${path} does not exist`, fix);
  const root = resolve(project.directory, dirname(file), '..');
  await mayDeploy(root, system, settings);
  for (const line of leftOutLines(system)) console.log(line);
  const log = new RunLog({ sourceRoot: root, conventions }, `deploy.${system.mode}`);
  await runTasks([await imagesTask(root, system, images)], log);
  await requireStack(asBuilt(system));
  await pushIfWanted(asBuilt(system));
  takeTurnOf(terraform, root, system);
  // others may have come while images were built
  const others = await mayDeploy(root, system, settings);
  await makeData(root, system);
  await bindData(system);
  await saveData(system);
  await takeOver(system, others, project.directory);
  noteStart(root, system, 'swarm', settings);
  // what looks at what runs goes by this, and not by the source tree
  const store = new ReleaseStore(root, system);
  store.attempt(store.add(asBuilt(system), renderRelease(asBuilt(system)), settings));
}

/**
 * Whether Terraform may deploy prod's stack: it would find out after the plan. Changes nothing that runs.
 * @throws UserError where it is refused or no engine answers
 */
export async function requireStackDeployable(project: Project): Promise<void> {
  const copy = await takeInstance(project);
  if (copy !== undefined) console.log(copy);
  const settings = readSettings(project);
  await requireManager(settings.conventions);
  const { prod } = describe(settings).systems;
  requireNoTurn(settings.sourceRoot, prod);
  await mayDeploy(settings.sourceRoot, prod, settings);
}

async function requireManager({ commands }: Conventions): Promise<void> {
  await requireEngine(commands);
  if ((await swarmRole()) === 'manager') return;
  throw new UserError(
    'this engine manages no swarm',
    `${commands.prod} --swarm --setup, or docker swarm init`,
  );
}

/** @returns what is taken over */
async function mayDeploy(
  root: string,
  system: SystemSpec,
  { adopt }: Pick<Settings, 'adopt'>,
): Promise<Holding> {
  await requireMaker(system, 'terraform');
  return claim(root, system, 'swarm', { replace: isOn(system.conventions, 'REPLACE', process.env), adopt });
}
