import { systemName } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { STACK_LABEL } from '../model/swarm.js';
import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { lastLines } from './last-lines.js';

/**
 * Makes a stack's network as `docker stack deploy` would, which takes it then for its own; none where there is one.
 * @throws UserError with what docker said
 */
export async function ensureStackNetwork(system: SystemSpec): Promise<void> {
  const { name, labels } = system.network;
  const own = { ...labels, [STACK_LABEL]: systemName(system) };
  const { stdout } = await runDocker(['network', 'ls', '--quiet', '--filter', `name=^${name}$`]);
  if (stdout.trim() !== '') return;
  const { failed, all } = await runDocker([
    ...['network', 'create', '--driver', 'overlay', '--attachable'],
    ...Object.entries(own).flatMap(([label, value]) => ['--label', `${label}=${value}`]),
    name,
  ]);
  if (failed) throw new UserError(`Swarm does not make the network ${name}: ${lastLines(all, 1)}`);
}
