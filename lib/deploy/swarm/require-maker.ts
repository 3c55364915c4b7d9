import { type StackMaker, stackMaker } from '../../engine/stack-maker.js';
import type { Deployment } from '../../model/deployment.js';
import { UserError } from '../../model/user-error.js';

/**
 * Each of the two ways to deploy a stack changes only what it has made itself: of what the other one changes it does not know.
 * @throws UserError with the command that ends what the other one has made
 */
export async function requireMaker(deployment: Deployment, maker: StackMaker): Promise<void> {
  const found = await stackMaker(deployment);
  if (found === undefined || found === maker) return;
  const { mode, conventions } = deployment;
  const { destroy, prod } = conventions.commands;
  throw found === 'terraform'
    ? new UserError(
        `the stack of ${mode} was deployed by Terraform`,
        `${destroy} swarm, which keeps the data`,
      )
    : new UserError(
        `the stack of ${mode} was deployed by ${prod} --swarm`,
        `${conventions.commands['stop-prod']}, which keeps the data`,
      );
}
