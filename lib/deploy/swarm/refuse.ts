import type { Engine } from '../../model/deployment.js';
import { runsBySwarm } from '../../model/swarm.js';
import { UserError } from '../../model/user-error.js';

/** @throws UserError where Swarm runs what a command does not know there @param instead what to do */
export function refuseSwarm(
  { containers }: { readonly containers: readonly { readonly engine: Engine }[] },
  instead: string,
): void {
  if (runsBySwarm(containers)) throw new UserError('this command does not know what Swarm runs', instead);
}
