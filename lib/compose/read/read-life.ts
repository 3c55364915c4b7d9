import type { CheckedService } from '../../model/checked-system.js';
import type { Attributes } from './attributes.js';

/** When a service is started, and started again, in a file that somebody else wrote. */
export function readLife(service: Attributes): Pick<CheckedService, 'conditions' | 'restart'> {
  const dependencies = service.map('depends_on');
  const conditions = [...(dependencies?.table.entries.keys() ?? [])].flatMap((name) => {
    const condition = dependencies?.map(name)?.text('condition');
    return condition === undefined || condition === 'service_started' ? [] : [[name, condition] as const];
  });
  const restart = readRestart(service);
  return {
    ...(conditions.length > 0 ? { conditions: Object.fromEntries(conditions) } : {}),
    ...(restart === undefined ? {} : { restart }),
  };
}

/** As a Compose file has it: `on-failure:3`, or a swarm's `any`. */
export function readRestart(service: Attributes): string | undefined {
  const policy = service.map('deploy')?.map('restart_policy');
  return service.text('restart') ?? (policy && (policy.text('condition') ?? 'any'));
}
