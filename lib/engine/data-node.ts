import type { SystemSpec } from '../model/service-spec.js';
import { dataNodeLabel } from '../model/swarm.js';
import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { lastLines } from './last-lines.js';
import { swarmNodes } from './swarm.js';

/**
 * Marks this machine as the one that has a system's data, unless one is marked: what keeps data runs there alone.
 * @throws UserError where another machine has it
 */
export async function bindData(system: SystemSpec): Promise<void> {
  const { label, value } = dataNodeLabel(system);
  const nodes = await swarmNodes();
  const self = nodes.find(({ isSelf }) => isSelf);
  const marked = nodes.filter(({ labels }) => labels[label] === value);
  if (!self || marked.includes(self)) return;
  const [other] = marked;
  if (other)
    throw new UserError(
      `the data of ${system.name} is on the machine ${other.name}, and this is ${self.name}`,
      `deploy there; to start here with other data: docker node update --label-rm ${label} ${other.name}`,
    );
  const { failed, all } = await runDocker(['node', 'update', '--label-add', `${label}=${value}`, self.id]);
  if (failed) throw new UserError(`Swarm does not mark this machine: ${lastLines(all, 1)}`);
}
