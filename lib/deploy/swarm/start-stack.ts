import { join } from 'node:path';
import { writeAtomically } from '../../disk/files.js';
import { bindData } from '../../engine/data-node.js';
import type { Release } from '../../engine/releases.js';
import { deployStack } from '../../engine/stack.js';
import { removeSwarmSecrets } from '../../engine/swarm-secrets.js';
import { stackFile, systemName } from '../../model/deployment.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../../model/service-spec.js';
import { noteOpenData } from '../data-secrets.js';
import { makeData } from '../make-data.js';
import type { StartOptions } from '../start-services.js';
import { stackOf } from './stack-of.js';
import { untilUp, updatesOf } from './until-up.js';

/**
 * Has Swarm run a release, and waits until all of it does; its jobs have been run.
 * @param root the source root, absolute
 * @throws UserError naming the service that is broken, or with what docker said
 */
export async function startStack(root: string, { system }: Release, options: StartOptions): Promise<void> {
  const stale = await deployPart(root, system, startedOf(system), options);
  // what ran before may have had them until now
  await removeSwarmSecrets(stale);
  noteOpenData(root, system);
}

/**
 * Has Swarm run some services of a system; the others are left as they are, unless these are all.
 * @param system with images that are built (`asBuilt`)
 * @returns secrets of other values than today's
 */
export async function deployPart(
  root: string,
  system: SystemSpec,
  services: readonly ServiceSpec[],
  options: StartOptions,
): Promise<readonly string[]> {
  const stack = systemName(system);
  await bindData(system);
  await makeData(root, system);
  const { text, variables, stale } = await stackOf(root, { ...system, services });
  const file = join(root, stackFile(system));
  writeAtomically(file, text);
  const before = await updatesOf(stack);
  await deployStack(stack, file, variables, services.length === startedOf(system).length);
  await untilUp(system, services, before, options);
  return stale;
}
