import { type Deployment, systemName } from '../model/deployment.js';
import { labelNames } from '../model/labels.js';
import { STACK_LABEL } from '../model/swarm.js';
import { runDocker } from './command.js';

/** What has deployed a stack: Terraform, or our own commands by `docker stack deploy`. */
export type StackMaker = 'terraform' | 'commands';

/** What has deployed a system's stack; undefined where there is none. */
export async function stackMaker(deployment: Deployment): Promise<StackMaker | undefined> {
  const { deployedBy } = labelNames(deployment.conventions);
  const { stdout } = await runDocker([
    ...['service', 'ls', '--quiet', '--filter', `label=${STACK_LABEL}=${systemName(deployment)}`],
  ]);
  const ids = stdout.split('\n').filter(Boolean);
  if (ids.length === 0) return undefined;
  const format = `{{index .Spec.Labels "${deployedBy}"}}`;
  const made = await runDocker(['service', 'inspect', '--format', format, ...ids]);
  return made.stdout.split('\n').includes('terraform') ? 'terraform' : 'commands';
}
