import { createHash } from 'node:crypto';
import { type DoneJob, doneJobs } from '../disk/job-note.js';
import { volumesOfJob } from '../model/job.js';
import { asBuilt } from '../model/release.js';
import { jobsOf, type ServiceSpec, type SystemSpec } from '../model/service-spec.js';
import { volumesThere } from './volumes.js';

/** Jobs that have not ended well as they are now, on the data that is there; in the order in which they run. */
export async function dueJobs(root: string, system: SystemSpec): Promise<ServiceSpec[]> {
  const jobs = jobsOf(system);
  if (jobs.length === 0) return [];
  const there = await volumesThere(jobs.flatMap(({ name }) => volumesOfJob(system, name)));
  return dueOf(system, doneJobs(root, system), there);
}

/** The same of what is known. @param there the data volumes that are there */
export function dueOf(
  system: SystemSpec,
  done: readonly DoneJob[],
  there: ReadonlySet<string>,
): ServiceSpec[] {
  return jobsOf(system).filter(({ name }) => {
    const content = contentOf(system, name);
    const last = done.find((each) => each.job === name && each.content === content);
    return (
      !last ||
      volumesOfJob(system, name).some((volume) => Object.hasOwn(last.volumes, volume) !== there.has(volume))
    );
  });
}

/** What a job is, in 12 hex digits: another image, program or variable is another content. */
export function contentOf(system: SystemSpec, job: string): string {
  const spec = asBuilt(system).services.find(({ name }) => name === job);
  return createHash('sha256').update(JSON.stringify(spec, sorted)).digest('hex').slice(0, 12);
}

/** What was kept as a file has another order. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
