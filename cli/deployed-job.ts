import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { deployedJob } from '../lib/deploy/deployed-jobs.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { runReported } from './report.js';

/**
 * What Terraform calls for each job, when what it needs is healthy (`lib/terraform/order.ts`).
 * @param words the file of the resolved system, relative to the project, and the job's name
 */
export function runDeployedJob([file = '', job = '']: readonly string[]): Promise<void> {
  const system = JSON.parse(readFileSync(file, 'utf8')) as SystemSpec;
  return runReported(system, () => deployedJob(resolve(dirname(file), '..'), system, job));
}
