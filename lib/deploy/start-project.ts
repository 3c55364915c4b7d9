import type { ComposeProject } from '../engine/compose.js';
import { jobsOf, type SystemSpec, startedOf } from '../model/service-spec.js';
import { noteOpenData } from './data-secrets.js';
import { makeData } from './make-data.js';
import { type StartOptions, startServices } from './start-services.js';

/**
 * Starts what a Compose file describes and waits until it is healthy; its jobs have been run.
 * @throws UserError naming the service that is broken, or with what Compose said
 */
export async function startProject(
  project: ComposeProject,
  system: SystemSpec,
  options: StartOptions,
): Promise<void> {
  await makeData(project.directory, system);
  await startServices(project, system, startedOf(system), { jobs: namesOfJobs(system) }, options);
  noteOpenData(project.directory, system);
}

/** Of those among services that are jobs. */
export function namesOfJobs(system: Pick<SystemSpec, 'services'>): string[] {
  return jobsOf(system).map(({ name }) => name);
}
