import { untilHealthy } from '../lib/deploy/until-healthy.js';
import { waitLimit } from '../lib/deploy/wait-limit.js';
import { runReported } from './report.js';
import { resolvedAt } from './resolved.js';

/**
 * What Terraform calls for each service before those that need it (`lib/terraform/order.ts`). Ten run at once: so nothing
 * of the project is loaded.
 * @param words the file of the resolved system, relative to the project, and the service's name
 */
export function awaitHealthy([file = '', name = '']: readonly string[]): Promise<void> {
  const { system } = resolvedAt(file);
  const services = system.services.filter((service) => service.name === name);
  return runReported(system, () =>
    untilHealthy(system, services, { limit: waitLimit(system.conventions), log: console.log }),
  );
}
