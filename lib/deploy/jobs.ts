import { noteJob } from '../disk/job-note.js';
import { type ComposeProject, composeRun } from '../engine/compose.js';
import { contentOf, dueJobs } from '../engine/due-jobs.js';
import { lastLines } from '../engine/last-lines.js';
import { lookAt } from '../engine/look.js';
import { volumesOfContainers, volumesThere } from '../engine/volumes.js';
import { neededBy, volumesOfJob } from '../model/job.js';
import { type ServiceSpec, type SystemSpec, startedOf, volumesOf } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { makeData } from './make-data.js';
import { namesOfJobs } from './start-project.js';
import { startServices } from './start-services.js';

/** What a job is run with. */
export interface JobRun {
  /** The source root, absolute. */
  readonly root: string;
  readonly system: SystemSpec;
  /** Where the job is described for Compose, which runs it whichever engine runs the rest. */
  readonly project: ComposeProject;
  /** Gets what is shown. */
  log(line: string): void;
}

/**
 * Runs the jobs that are due, each when what it needs is healthy. What of that is there already is left as it is, whatever a
 * start would make of it, unless it is on other data, and what is not there is started.
 * @param limit seconds for which each service is waited for at most
 * @throws UserError for one that fails, with its last lines; no container has been replaced
 */
export async function runDueJobs(run: JobRun, limit: number): Promise<void> {
  const { root, system, project } = run;
  for (const job of await dueJobs(root, system)) {
    const services = neededBy(system, job.name);
    const needs = startedOf({ services });
    await makeData(root, system);
    if (needs.length > 0) {
      const how = {
        jobs: namesOfJobs({ services }),
        only: needs.map(({ name }) => name),
        asTheyAre: await haveTheirData(needs),
      };
      await startServices(project, system, needs, how, { limit, log: () => {} });
    }
    await runJob(run, job.name);
  }
}

/**
 * The same of a system that runs, beside it: nothing is started for it, and a job whose needs do not all run stays due.
 * @throws UserError for one that fails, with its last lines
 */
export async function runJobsBeside(run: JobRun): Promise<void> {
  for (const { name } of await dueJobs(run.root, run.system))
    if (await areThere(startedOf({ services: neededBy(run.system, name) }))) await runJob(run, name);
}

/** Runs a job to its end, shows what it says, and notes that it has ended well. @throws UserError where it has not */
export async function runJob({ root, system, project, log }: JobRun, job: string): Promise<void> {
  const began = Date.now();
  log(`Job ${job}`);
  const { exitCode, all } = await composeRun(project, job, (line) => log(`  ${line}`));
  if (exitCode !== 0)
    throw new UserError(
      `job ${job} has failed with exit code ${exitCode ?? 'of a signal'}, before anything was replaced. Its last lines:\n${lastLines(all, 15)}`,
      'correct it, and start again',
    );
  log(`  done (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  const at = new Date().toISOString();
  const there = await volumesThere(volumesOfJob(system, job));
  noteJob(root, system, {
    ...{ job, content: contentOf(system, job), at },
    volumes: Object.fromEntries([...there].map((volume) => [volume, at])),
  });
}

/** Whether those that are there are on the volumes that they are described with: restored data is in others. */
async function haveTheirData(services: readonly ServiceSpec[]): Promise<boolean> {
  const mounted = await volumesOfContainers(services.map(({ container }) => container));
  return services.every((service) => {
    const there = mounted.get(service.container);
    return !there || volumesOf({ services: [service] }).every((volume) => there.includes(volume));
  });
}

async function areThere(services: readonly ServiceSpec[]): Promise<boolean> {
  const looks = await lookAt(services.map(({ container }) => container));
  return services.every(({ container }) => looks.get(container)?.state === 'running');
}
