import type { SystemSpec } from '../../model/service-spec.js';
import { reachedPorts } from '../../swarm/write/ports.js';

/** A system with those of its ports that Swarm publishes. */
export function asReached(system: SystemSpec): SystemSpec {
  const services = system.services.map((service) => ({ ...service, published: reachedPorts(service) }));
  return { ...system, services };
}
