import type { PublishedPort } from '../../model/port.js';
import type { ServiceSpec } from '../../model/service-spec.js';

/** The ports that Swarm publishes, each on the node where the task is: it knows none on loopback alone. */
export function reachedPorts({ published }: Pick<ServiceSpec, 'published'>): readonly PublishedPort[] {
  return published.filter(({ address }) => address !== '127.0.0.1');
}
