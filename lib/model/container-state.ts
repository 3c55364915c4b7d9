/** A container's health, by the engine's words: `Up 3 seconds (healthy)` → `healthy`, `… (health: starting)` → `starting`; '' without. */
export function healthIn(status: string): string {
  return /\((?:health: )?(\w+)\)/.exec(status)?.[1] ?? '';
}

/** Whether a container is up, by the engine's word for its state: also while it is paused, or about to be started again. */
export function isUp(state: string): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused';
}
