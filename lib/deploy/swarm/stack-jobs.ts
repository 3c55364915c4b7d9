import { dueJobs } from '../../engine/due-jobs.js';
import { stackServices } from '../../engine/stack.js';
import { systemName } from '../../model/deployment.js';
import { neededBy } from '../../model/job.js';
import { asBuilt } from '../../model/release.js';
import { startedOf } from '../../model/service-spec.js';
import { jobsProject } from '../deployed-jobs.js';
import { type JobRun, runJob } from '../jobs.js';
import { makeData } from '../make-data.js';
import { deployPart } from './start-stack.js';

/**
 * Runs the jobs that are due, each beside what Swarm runs, on its network and on this machine. What of their needs runs already is
 * left as it is; for a first deploy, that part of the stack is deployed before the rest.
 * @param limit seconds for which each service is waited for at most
 * @throws UserError for one that fails, with its last lines; nothing has been replaced
 */
export async function runStackJobs(run: JobRun, limit: number): Promise<void> {
  const { root } = run;
  const system = asBuilt(run.system);
  for (const job of await dueJobs(root, run.system)) {
    const needs = startedOf({ services: neededBy(system, job.name) });
    const there = new Set((await stackServices(systemName(system))).map(({ name }) => name));
    await makeData(root, system);
    if (needs.some(({ name }) => !there.has(name)))
      await deployPart(root, system, needs, { limit, log: () => {} });
    await runJob({ ...run, project: jobsProject(root, run.system) }, job.name);
  }
}
