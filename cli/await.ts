import { untilHealthy } from '../lib/deploy/until-healthy.js';
import { waitLimit } from '../lib/deploy/wait-limit.js';
import { withResolved } from './resolved.js';

/**
 * What Terraform calls for each service before those that need it (`lib/terraform/order.ts`). Ten run at once: so nothing
 * of the project is loaded.
 * @param words the file of the resolved system, relative to the project, and the service's name
 */
export function awaitHealthy([file = '', name = '']: readonly string[]): Promise<void> {
  return withResolved(file, (system) => {
    const services = system.services.filter((service) => service.name === name);
    return untilHealthy(system, services, { limit: waitLimit(system.conventions), log: console.log });
  });
}
