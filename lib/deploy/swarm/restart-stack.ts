import { forceUpdate } from '../../engine/stack.js';
import { systemName } from '../../model/deployment.js';
import type { ServiceSpec, SystemSpec } from '../../model/service-spec.js';
import { swarmService } from '../../model/swarm.js';
import type { StartOptions } from '../start-services.js';
import { untilUp, updatesOf } from './until-up.js';

/**
 * Has Swarm replace all that runs of services by the same, as a release would: without a break where two of one may run at a time.
 * @throws UserError naming the first that does not come up
 */
export async function restartStack(
  system: SystemSpec,
  services: readonly ServiceSpec[],
  options: StartOptions,
): Promise<void> {
  const before = await updatesOf(systemName(system));
  for (const service of services) await forceUpdate(swarmService(system, service));
  await untilUp(system, services, before, options);
}
