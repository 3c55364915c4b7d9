import { setTimeout as sleep } from 'node:timers/promises';
import { runDocker } from '../engine/command.js';
import { type ContainerProcess, firstChild, isOnThisHost } from '../engine/processes.js';
import { programStart } from '../engine/program-start.js';
import { RELOAD_SCRIPT, reloaded } from '../model/reload.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { runningOf } from './container.js';

/** Milliseconds: as near as a program's start is known, which the kernel tells in hundredths of a second. */
const NEAR = 20;

/**
 * Restarts a service's program in its container, which stays as it is; the mounts of single files too.
 * @returns whether that was done; what has no reloader, is not running, or has a stale mount is to be restarted
 */
export async function reload(sourceRoot: string, service: ServiceSpec): Promise<boolean> {
  const { container, command, stopGrace = 10 } = service;
  if (reloaded(command) === undefined) return false;
  const running = await runningOf(sourceRoot, service);
  if (!running || running.stale.length > 0) return false;
  const began = Date.now();
  if (!signalled(running.state)) {
    const { failed } = await runDocker(['exec', container, 'sh', '-c', RELOAD_SCRIPT]);
    if (failed) return false;
  }
  // until the old one has ended, which is the program as long as it is there; asking takes the processor from the new one
  for (const end = began + stopGrace * 1000; Date.now() < end; ) {
    await sleep(500);
    const start = await programStart(service, running.state);
    // what cannot start with what it has takes its container with it
    if (start === undefined) return false;
    if (start.getTime() > began - NEAR) return true;
  }
  return false;
}

/**
 * Sends the reloader its signal from this host, which takes no time and none of the processor that the new program needs.
 * @returns false where the container's processes are not this host's, or another user's
 */
function signalled(first: ContainerProcess): boolean {
  const reloader = isOnThisHost(first) ? firstChild(first.pid) : undefined;
  try {
    return reloader !== undefined && process.kill(reloader, 'SIGHUP');
  } catch {
    return false;
  }
}
