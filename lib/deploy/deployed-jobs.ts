import { join } from 'node:path';
import { renderSystem } from '../compose/write/render.js';
import { writeAtomically } from '../disk/files.js';
import type { ComposeProject } from '../engine/compose.js';
import { dueJobs } from '../engine/due-jobs.js';
import { jobsFile, systemName } from '../model/deployment.js';
import { asBuilt } from '../model/release.js';
import { jobsOf, type ServiceSpec, type SystemSpec } from '../model/service-spec.js';
import { runJob, runJobsBeside } from './jobs.js';
import { projectOf } from './project-of.js';

/**
 * Before a deploy by Terraform replaces anything of a system that runs: its jobs. Those whose needs are not there are
 * run in the deploy's own order (`deployedJob`).
 * @param root the source root, absolute
 */
export async function deployedJobs(root: string, system: SystemSpec): Promise<void> {
  if (jobsOf(system).length === 0) return;
  await runJobsBeside({ root, system, project: jobsProject(root, system), log: console.log });
}

/** In a deploy's order: a job, unless it has been run before. What it needs is healthy. */
export async function deployedJob(root: string, system: SystemSpec, job: string): Promise<void> {
  const due = await dueJobs(root, system);
  if (due.some(({ name }) => name === job))
    await runJob({ root, system, project: jobsProject(root, system), log: console.log }, job);
}

/** The jobs of a system that runs, as a project of Compose's. */
export function jobsProject(root: string, system: SystemSpec): ComposeProject {
  return projectBeside(root, system, jobsOf(system));
}

/**
 * A project of Compose with nothing in it but some jobs, or services to be run once, of a system that runs, on its network, whichever engine made that. Compose
 * runs Terraform's too: no container of a job is left that Terraform could keep, and it has no step before its first removal.
 */
export function projectBeside(
  root: string,
  system: SystemSpec,
  chosen: readonly ServiceSpec[],
): ComposeProject {
  const { network } = system;
  const services = asBuilt({ ...system, services: chosen }).services.map((service) => ({
    ...service,
    ...{ dependsOn: [], published: [] },
    compose: { ...service.compose, network_mode: network.name },
  }));
  const file = join(root, jobsFile(system));
  writeAtomically(
    file,
    renderSystem({ ...system, services }, ` Run once of ${systemName(system)}, on the network of what runs.`),
  );
  return projectOf(root, system, file, { name: `${systemName(system)}-jobs` });
}
