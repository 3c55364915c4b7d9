import type { ServiceSpec } from './service-spec.js';

/** A container's health, by the engine's words: `Up 3 seconds (healthy)` → `healthy`, `… (health: starting)` → `starting`; '' without. */
export function healthIn(status: string): string {
  return /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(status)?.[1] ?? '';
}

/** Whether a container is up, by the engine's word for its state: also while it is paused, or about to be started again. */
export function isUp(state: string): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused';
}

/** How a container stands, by the engine's words. */
export interface Standing {
  /** `created`, `running`, `restarting`, `exited` … */
  readonly state: string;
  /** `starting`, `healthy`, `unhealthy`. @default - it has no health check, which is also '' */
  readonly health?: string | undefined;
  /** Of the last process that ended. */
  readonly exitCode: number;
}

/**
 * Whether a container is well: healthy, or where nobody asks for its health, running; or a task that has ended without an error
 * and is not to be started again.
 * @param service what it is to be @default - not known: anything may be a task, and nothing has to have a health check
 */
export function isWell(
  { state, health = '', exitCode }: Standing,
  { healthCheck, restart = 'no' }: Partial<Pick<ServiceSpec, 'healthCheck' | 'restart'>> = {},
): boolean {
  if (health !== '') return state === 'running' && health === 'healthy';
  if (state === 'exited') return exitCode === 0 && (restart === 'no' || restart === 'on-failure');
  // made before it had one
  const lacksCheck = healthCheck !== undefined && healthCheck.test[0] !== 'NONE';
  return state === 'running' && !lacksCheck;
}
