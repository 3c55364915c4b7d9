import type { Engine } from '../../model/deployment.js';
import { UserError } from '../../model/user-error.js';

/** @throws UserError where Swarm runs what a command does not know there @param instead what to do */
export function refuseSwarm(
  { containers }: { readonly containers: readonly { readonly engine: Engine }[] },
  instead: string,
): void {
  if (containers.some(({ engine }) => engine === 'swarm'))
    throw new UserError('this command does not know what Swarm runs', instead);
}
