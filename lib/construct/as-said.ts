import type { ServiceSpec } from '../model/service-spec.js';
import type { ServiceDefinition } from './definition.js';

/** How a container is run: what it may do and use. */
export type Run = Pick<
  ServiceSpec,
  | 'restart'
  | 'capabilities'
  | 'securityOptions'
  | 'memory'
  | 'cpus'
  | 'pids'
  | 'user'
  | 'readOnlyRoot'
  | 'tmpfs'
  | 'logging'
  | 'init'
  | 'stopGrace'
>;

/** What a description says, and nothing that is not said. */
export function asSaid(definition: ServiceDefinition): Run {
  const { restart = 'no', capabilities = [], memory, cpus, pids, user, tmpfs = {}, stopGrace } = definition;
  return {
    restart,
    capabilities: { add: [...capabilities].sort(), drop: [] },
    securityOptions: [],
    tmpfs,
    ...(memory === undefined ? {} : { memory }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(pids === undefined ? {} : { pids }),
    ...(user === undefined ? {} : { user }),
    ...(stopGrace === undefined ? {} : { stopGrace }),
  };
}
