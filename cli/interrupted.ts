import { constants } from 'node:os';
import { endPrograms, howItStands, interruptedBy } from '../lib/engine/interruption.js';

/** Ends this process by the signal that has come, with a line. */
export function endInterrupted(name: NodeJS.Signals = interruptedBy() ?? 'SIGINT'): never {
  console.error(howItStands());
  return endBy(name);
}

/** Ends this process, and what it runs, as a signal does: a loop of a shell around it ends, too. */
export function endBy(name: NodeJS.Signals): never {
  endPrograms();
  // behind whatever else has to be done then; where a signal ends nothing, as in process 1 of a container, the exit code says it
  process.once('exit', () => {
    process.removeAllListeners(name);
    process.kill(process.pid, name);
  });
  process.exit(128 + constants.signals[name]);
}
