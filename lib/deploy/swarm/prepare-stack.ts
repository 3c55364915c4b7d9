import { dirname, join, resolve } from 'node:path';
import { noteStart } from '../../disk/start-note.js';
import { readSystem } from '../../disk/system-file.js';
import { bindData } from '../../engine/data-node.js';
import { takeOver } from '../../engine/holder.js';
import { RunLog } from '../../engine/run-log.js';
import { swarmRole } from '../../engine/swarm.js';
import { runTasks } from '../../engine/tasks.js';
import { asBuilt } from '../../model/release.js';
import { leftOutLines } from '../../model/service-spec.js';
import { isOn } from '../../model/switch.js';
import { UserError } from '../../model/user-error.js';
import type { Project } from '../../synth/project.js';
import { readSettings } from '../../synth/settings.js';
import { imagesTask } from '../build.js';
import { claim } from '../claim.js';
import { makeData } from '../make-data.js';
import type { PrepareOptions } from '../prepare.js';
import { requireEngine } from '../require-engine.js';
import { takeTurnOf } from '../turn.js';
import { pushIfWanted } from './images.js';
import { requireStack } from './plan-stack.js';

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
  const { conventions, images, adopt } = settings;
  await requireEngine(conventions.commands);
  if ((await swarmRole()) !== 'manager')
    throw new UserError(
      'this engine manages no swarm',
      `${conventions.commands.prod} --swarm --setup, or docker swarm init`,
    );
  const path = join(project.directory, file);
  const fix = `write it: ${conventions.commands.synth}`;
  const system = readSystem(path, fix);
  if (!system) throw new UserError(`${path} does not exist`, fix);
  const root = resolve(project.directory, dirname(file), '..');
  const how = { replace: isOn(conventions, 'REPLACE', process.env), adopt };
  await claim(root, system, 'swarm', how);
  for (const line of leftOutLines(system)) console.log(line);
  const log = new RunLog({ sourceRoot: root, conventions }, `deploy.${system.mode}`);
  await runTasks([await imagesTask(root, system, images)], log);
  await requireStack(asBuilt(system));
  await pushIfWanted(asBuilt(system));
  takeTurnOf(terraform, root, system);
  // others may have come while images were built
  const others = await claim(root, system, 'swarm', how);
  await makeData(root, system);
  await bindData(system);
  await saveData(system);
  await takeOver(system, others, project.directory);
  noteStart(root, system, 'swarm', settings);
}
