import { dueJobs } from '../../engine/due-jobs.js';
import { type StackService, stackServices } from '../../engine/stack.js';
import { ensureStackNetwork } from '../../engine/stack-network.js';
import { systemName } from '../../model/deployment.js';
import { neededBy } from '../../model/job.js';
import { asBuilt } from '../../model/release.js';
import { type ServiceSpec, startedOf, volumesOf } from '../../model/service-spec.js';
import { jobsProject } from '../deployed-jobs.js';
import { type JobRun, runJob } from '../jobs.js';
import { makeData } from '../make-data.js';
import { deployPart } from './start-stack.js';

/**
 * Runs the jobs that are due, each beside what Swarm runs, on its network and on this machine. What of their needs runs already is
 * left as it is, unless it is on other data; for a first deploy, that part of the stack is deployed before the rest.
 * @param limit seconds for which each service is waited for at most
 * @throws UserError for one that fails, with its last lines; nothing has been replaced
 */
export async function runStackJobs(run: JobRun, limit: number): Promise<void> {
  const { root } = run;
  const system = asBuilt(run.system);
  for (const job of await dueJobs(root, run.system)) {
    const needs = startedOf({ services: neededBy(system, job.name) });
    const there = await stackServices(systemName(system));
    await makeData(root, system);
    if (needs.some((service) => !isThere(service, there)))
      await deployPart(root, system, needs, { limit, log: () => {} });
    // one that needs nothing may be the first of the stack
    else await ensureStackNetwork(system);
    await runJob({ ...run, project: jobsProject(root, run.system) }, job.name);
  }
}

/** Whether a service is in the stack, and on the data that it is described with: what a restore has brought back is in other volumes. */
function isThere(service: ServiceSpec, there: readonly StackService[]): boolean {
  const found = there.find(({ name }) => name === service.name);
  const mounted = (found?.told.ContainerSpec.Mounts ?? []).map(({ Source }) => Source);
  return found !== undefined && volumesOf({ services: [service] }).every((name) => mounted.includes(name));
}
