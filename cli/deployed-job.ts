import { deployedJob } from '../lib/deploy/deployed-jobs.js';
import { withResolved } from './resolved.js';

/**
 * What Terraform calls for each job, when what it needs is healthy (`lib/terraform/order.ts`).
 * @param words the file of the resolved system, relative to the project, and the job's name
 */
export function runDeployedJob([file = '', job = '']: readonly string[]): Promise<void> {
  return withResolved(file, (system, root) => deployedJob(root, system, job));
}
