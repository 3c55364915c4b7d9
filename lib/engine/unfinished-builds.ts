import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { ownText, readOwn } from '../disk/own-file.js';
import type { Conventions } from '../model/conventions.js';
import { unfinishedBuildsFile } from '../model/deployment.js';

const id = z.string().regex(/^[0-9a-f]{12}$/, 'is not the id of an image');
const note = z.object({ images: z.array(id) });
/** The engine's own rest is as old as the oldest of so many. */
const MOST = 100;

/**
 * The last image that a build of the classic builder has made, for a step of the Dockerfile: where the build comes to no end, the
 * engine keeps that without a name or a label. A step that was remembered made none. BuildKit keeps no such image.
 * @param said what the build has said
 */
export function lastStep(said: string): string | undefined {
  const made = said
    .split(/^(?=Step \d+\/\d+ : )/m)
    // the base is somebody else's, and what is remembered may be
    .filter((step) => !/^Step \S+ : FROM|^ ---> Using cache$/im.test(step))
    .flatMap((step) => /^ ---> ([0-9a-f]{12})$/m.exec(step)?.[1] ?? []);
  return made.at(-1);
}

/** Notes what a build has left that came to no end: the next one goes on from there, and `prune` finds it. */
export function noteUnfinished(root: string, conventions: Conventions, said: string): void {
  const image = lastStep(said);
  if (image === undefined) return;
  const images = [...unfinishedBuilds(root, conventions)].filter((each) => each !== image);
  const path = join(root, unfinishedBuildsFile(conventions));
  writeAtomically(path, ownText({ images: [...images, image].slice(-MOST) }));
}

/** The ids, in short, of the last images of builds that came to no end; those that are gone, or were gone on from, are among them. */
export function unfinishedBuilds(root: string, conventions: Conventions): ReadonlySet<string> {
  try {
    return new Set(readOwn(join(root, unfinishedBuildsFile(conventions)), note, '')?.images);
  } catch {
    // one that cannot be read is as good as none
    return new Set();
  }
}
