import { setTimeout as sleep } from 'node:timers/promises';
import type { Named } from '../model/conventions.js';
import { type Deployment, type Engine, systemName } from '../model/deployment.js';
import { MODES, type Mode } from '../model/mode.js';
import { STACK_LABEL } from '../model/swarm.js';
import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { removeStack } from './stack.js';
import { removeSwarmSecrets, swarmSecrets } from './swarm-secrets.js';

/** Seconds: what ends has its own time for it, and the network goes after that. */
const PATIENCE = 120;

/**
 * Ends what Swarm runs of a system, waits until nothing of it is left here, and has Swarm forget its secrets; data volumes stay.
 * @throws UserError where it does not end
 */
export async function endStack(deployment: Deployment): Promise<void> {
  const stack = systemName(deployment);
  await removeStack(stack);
  const filter = ['--filter', `label=${STACK_LABEL}=${stack}`];
  for (const end = Date.now() + PATIENCE * 1000; ; await sleep(300)) {
    const left = await Promise.all([
      runDocker(['ps', '--all', '--quiet', ...filter]),
      runDocker(['network', 'ls', '--quiet', ...filter]),
    ]);
    if (left.every(({ stdout }) => stdout.trim() === '')) break;
    if (Date.now() > end)
      throw new UserError(
        `the stack ${stack} has not ended within ${PATIENCE} s`,
        `docker stack ps ${stack}`,
      );
  }
  await removeSwarmSecrets((await swarmSecrets(deployment)).map(({ name }) => name));
}

/** What an engine has made of a mode. */
export interface Made {
  readonly mode: Mode;
  readonly engine: Engine;
}

/**
 * Ends what Swarm has made of all that is to go: what anybody else stops, it starts again.
 * @returns what is left to be removed
 */
export async function endStacks<C extends Made, N extends Made>(
  system: Named,
  { containers, networks }: { readonly containers: readonly C[]; readonly networks: readonly N[] },
): Promise<{ readonly containers: readonly C[]; readonly networks: readonly N[] }> {
  const isSwarms = ({ engine }: Made) => engine === 'swarm';
  const theirs = [...containers, ...networks].filter(isSwarms);
  for (const mode of MODES)
    if (theirs.some((made) => made.mode === mode)) await endStack({ ...system, mode });
  return {
    containers: containers.filter((made) => !isSwarms(made)),
    networks: networks.filter((made) => !isSwarms(made)),
  };
}
