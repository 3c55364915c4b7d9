/** Whether a container is up, by the engine's word for its state: also while it is paused, or about to be started again. */
export function isUp(state: string): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused';
}
