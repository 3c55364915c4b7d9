import { join } from 'node:path';
import { z } from 'zod';
import { type Deployment, jobNoteFile } from '../model/deployment.js';
import { writeAtomically } from './files.js';
import { ownText, readOwn } from './own-file.js';

const entry = z.object({
  job: z.string(),
  /** What it was: `contentOf`. */
  content: z.string(),
  /** When it ended, RFC 3339. */
  at: z.string(),
  /** The data volumes that were there → when that was: what is done to data is undone with it. */
  volumes: z.record(z.string(), z.string()),
});

/** A job that has ended well. */
export type DoneJob = z.infer<typeof entry>;

const noteSchema = z.object({ jobs: z.array(entry) });

/** @throws UserError for a file that is damaged, or of a newer version */
export function doneJobs(root: string, deployment: Deployment): readonly DoneJob[] {
  return readOwn(jobNotePath(root, deployment), noteSchema, 'remove it: jobs run once more')?.jobs ?? [];
}

/** Notes a job that has ended well. @param root the source root, absolute */
export function noteJob(root: string, deployment: Deployment, done: DoneJob): void {
  const others = doneJobs(root, deployment).filter(
    ({ job, content }) => job !== done.job || content !== done.content,
  );
  writeAtomically(jobNotePath(root, deployment), ownText({ jobs: [...others, done] }));
}

/** Forgets what was done to volumes that are about to be made: what ran on those before them is gone with their data. */
export function forgetJobs(root: string, deployment: Deployment, volumes: readonly string[]): void {
  const all = doneJobs(root, deployment);
  const kept = all.filter((done) => !volumes.some((volume) => Object.hasOwn(done.volumes, volume)));
  if (kept.length < all.length) writeAtomically(jobNotePath(root, deployment), ownText({ jobs: kept }));
}

function jobNotePath(root: string, deployment: Deployment): string {
  return join(root, jobNoteFile(deployment));
}
