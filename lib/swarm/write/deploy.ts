import { escaped } from '../../compose/write/render-service.js';
import type { Named } from '../../model/conventions.js';
import { keepsData, type RestartPolicy, type ServiceSpec } from '../../model/service-spec.js';
import { dataNodeLabel } from '../../model/swarm.js';
import { reachedPorts } from './ports.js';

const CONDITIONS: Readonly<Record<RestartPolicy, string>> = {
  no: 'none',
  always: 'any',
  'on-failure': 'on-failure',
  'unless-stopped': 'any',
};

/** Seconds after an update in which a task that ends has it taken back. */
export const MONITOR = 10;
/** Seconds until a task that has ended is followed by another one. */
export const PAUSE = 2;

/** The next one is healthy before the one before it ends, or the other way round. */
type Order = 'start-first' | 'stop-first';

/** How Swarm replaces, restarts and reaches a service. There is no IPVS in every kernel, so a name is an address of each task. */
function ways(order: Order): Readonly<Record<string, unknown>> {
  const update = { parallelism: 1, order, monitor: `${MONITOR}s`, max_failure_ratio: 0 };
  return {
    endpoint_mode: 'dnsrr',
    update_config: { ...update, failure_action: 'rollback' },
    rollback_config: { ...update, failure_action: 'pause' },
    restart_policy: { condition: 'any', delay: `${PAUSE}s` },
  };
}

/** What services have in common: those of which two may run at a time, and those of which one does. */
export const ROLLING = ways('start-first');
export const ALONE = ways('stop-first');

/** Whether one of it runs at a time: it keeps data, or has a port of its machine; so it is stopped before the next one starts. */
export function isAlone(service: ServiceSpec): boolean {
  return keepsData(service) || reachedPorts(service).length > 0;
}

/** A service's `deploy` section. */
export function renderDeploy(service: ServiceSpec, system: Named): Record<string, unknown> {
  const { memory, cpus, pids, replicas = 1 } = service;
  const common = isAlone(service) ? ALONE : ROLLING;
  const limits = {
    ...(cpus === undefined ? {} : { cpus: String(cpus) }),
    ...(memory === undefined ? {} : { memory: `${memory}M` }),
    ...(pids === undefined ? {} : { pids }),
  };
  const constraints = constraintsOf(service, system);
  const condition = restartCondition(service);
  return {
    ...common,
    labels: escaped(service.labels),
    ...(condition === 'any' ? {} : { restart_policy: { condition, delay: `${PAUSE}s` } }),
    replicas,
    ...(Object.keys(limits).length > 0 ? { resources: { limits } } : {}),
    ...(constraints.length > 0 ? { placement: { constraints } } : {}),
  };
}

/** On which nodes Swarm runs a service; what keeps data, where that is. */
export function constraintsOf(service: ServiceSpec, system: Named): string[] {
  const { label, value } = dataNodeLabel(system);
  const own = service.placement ?? [];
  return keepsData(service) ? [`node.labels.${label} == ${value}`, ...own] : [...own];
}

/** When Swarm follows a task that has ended by another one, in its word for it. */
export function restartCondition({ restart }: Pick<ServiceSpec, 'restart'>): string {
  return CONDITIONS[restart];
}
