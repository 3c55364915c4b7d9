import { PROGRAM_SCRIPT, programAge, reloaded } from '../model/reload.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { runDocker } from './command.js';

/**
 * When the program began that the watcher can start anew in its container; undefined for a service of which it cannot, and
 * for one that does not run.
 */
export async function programStart({
  container,
  command,
}: Pick<ServiceSpec, 'container' | 'command'>): Promise<Date | undefined> {
  if (reloaded(command) === undefined) return undefined;
  const { failed, stdout } = await runDocker(['exec', container, 'sh', '-c', PROGRAM_SCRIPT]);
  const age = failed ? undefined : programAge(stdout);
  return age === undefined ? undefined : new Date(Date.now() - age * 1000);
}
