import { readFileSync } from 'node:fs';
import { PROGRAM_SCRIPT, programAge, reloaded } from '../model/reload.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { runDocker } from './command.js';
import { type ContainerProcess, firstChild, isOnThisHost } from './processes.js';

/**
 * When the program started that the watcher can restart in its container; undefined for a service of which it cannot, and
 * for one that does not run. Runs nothing in the container where its processes are this host's.
 */
export async function programStart(
  { container, command }: Pick<ServiceSpec, 'container' | 'command'>,
  first: ContainerProcess,
): Promise<Date | undefined> {
  if (reloaded(command) === undefined) return undefined;
  const text = isOnThisHost(first) ? hostText(first.pid) : await containerText(container);
  const age = text === undefined ? undefined : programAge(text);
  return age === undefined ? undefined : new Date(Date.now() - age * 1000);
}

async function containerText(container: string): Promise<string | undefined> {
  const { failed, stdout } = await runDocker(['exec', container, 'sh', '-c', PROGRAM_SCRIPT]);
  return failed ? undefined : stdout;
}

/** What `PROGRAM_SCRIPT` prints. */
function hostText(pid: number): string | undefined {
  const reloader = firstChild(pid);
  const program = reloader && firstChild(reloader);
  if (!program) return undefined;
  try {
    return readFileSync('/proc/uptime', 'utf8') + readFileSync(`/proc/${program}/stat`, 'utf8');
  } catch {
    // it has just ended
    return undefined;
  }
}
