import type { ServiceSpec } from '../model/service-spec.js';
import type { ServiceDefinition, SystemContext } from './definition.js';

/** Where Swarm runs it, and how many of it: prod alone, and of a job nothing. */
export function resolvePlaces(
  { replicas, placement = [], job }: ServiceDefinition,
  { mode }: SystemContext,
): Pick<ServiceSpec, 'replicas' | 'placement'> {
  if (mode === 'dev' || job) return {};
  return {
    ...(replicas === undefined || replicas === 1 ? {} : { replicas }),
    ...(placement.length > 0 ? { placement } : {}),
  };
}
