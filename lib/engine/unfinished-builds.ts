import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { ownText, readOwn } from '../disk/own-file.js';
import type { Conventions } from '../model/conventions.js';
import { unfinishedBuildsFile } from '../model/deployment.js';

const id = z.string().regex(/^[0-9a-f]{12}$/, 'is not the id of an image');
const made = z.object({ image: id });
const begun = z.object({ after: id, from: z.number(), to: z.number() });
const note = z.object({ steps: z.array(z.union([made, begun])) });
/** The engine's own rest is as old as the oldest of so many. */
const MOST = 100;
/** Milliseconds that the engine may take to end a build whose client is gone. */
const LAG = 10_000;

/** The image that the step has made; or, where it was ended before it said so, the image that it was built on, and when. */
type Step = z.infer<typeof note>['steps'][number];

/** What the engine says of an image by which the rest of a build is known. */
export interface StepImage {
  readonly Id: string;
  readonly RepoTags: readonly string[];
  /** The image of the step before, by the classic builder. */
  readonly Parent?: string;
  /** ISO 8601 */
  readonly Created?: string;
}

/**
 * What a build of the classic builder has left that came to no end: the engine keeps the image of its last step without a name or a
 * label. A step that was remembered made none. BuildKit keeps no such image.
 * @param said what the build has said
 * @returns ids in short: of the last image that it has made, and of the one that its next step is built on where that is another
 */
export function lastStep(said: string): { readonly made?: string; readonly after?: string } {
  const steps = said.split(/^(?=Step \d+\/\d+ : )/m).flatMap((step) => {
    const image = /^ ---> ([0-9a-f]{12})$/m.exec(step)?.[1];
    // the base is somebody else's, and what is remembered may be
    return image ? [{ image, isMade: !/^Step \S+ : FROM|^ ---> Using cache$/im.test(step) }] : [];
  });
  const last = steps.at(-1);
  const made = steps.findLast(({ isMade }) => isMade)?.image;
  return { ...(made ? { made } : {}), ...(last && !last.isMade ? { after: last.image } : {}) };
}

/**
 * Notes what a build has left that came to no end: the next one goes on from there, and `prune` finds it.
 * @param began when it did, in milliseconds
 */
export function noteUnfinished(root: string, conventions: Conventions, said: string, began: number): void {
  const { made, after } = lastStep(said);
  const steps: Step[] = [
    ...(made ? [{ image: made }] : []),
    ...(after ? [{ after, from: began, to: Date.now() + LAG }] : []),
  ];
  if (steps.length === 0) return;
  const isNew = (each: Step) => !('image' in each && each.image === made);
  const all = [...noted(root, conventions).filter(isNew), ...steps];
  writeAtomically(join(root, unfinishedBuildsFile(conventions)), ownText({ steps: all.slice(-MOST) }));
}

function noted(root: string, conventions: Conventions): readonly Step[] {
  try {
    return readOwn(join(root, unfinishedBuildsFile(conventions)), note, '')?.steps ?? [];
  } catch {
    // one that cannot be read is as good as none
    return [];
  }
}

/** Whether an image is what a build has left that came to no end. */
export type IsUnfinished = (image: StepImage) => boolean;

/** By what was noted. Ended while the engine made a step, a build has told of the step before. */
export function unfinishedBuilds(root: string, conventions: Conventions): IsUnfinished {
  const steps = noted(root, conventions);
  const short = (full: string) => full.replace('sha256:', '').slice(0, 12);
  return ({ Id, Parent = '', RepoTags, Created = '' }) =>
    RepoTags.length === 0 &&
    steps.some((step) => {
      if ('image' in step) return [short(Id), short(Parent)].includes(step.image);
      // whoever else builds on the same image has done so at another time
      const created = Date.parse(Created);
      return short(Parent) === step.after && created >= step.from && created <= step.to;
    });
}
