import { clean, isBelow, type Node } from './file-tree.js';
import type { Unproven } from './image-files.js';

/** What of a stage is unproven, and so is where it is copied to. */
export interface Tainted {
  readonly unproven: readonly Unproven[];
  /** For messages: `stage "build"`. */
  readonly name: string;
}

const COPIED = 'COPY: from ';

/**
 * What stays unproven of a path that is copied from a stage: one entry for the whole, where something hides all of it, else
 * one for each unproven path below it.
 * @param node undefined where no COPY put it there
 * @param to the path it gets
 */
export function taintOf(
  source: Tainted,
  path: string,
  node: Node | undefined,
  to: string,
  line: number,
): Unproven[] {
  // what a file's own COPY put there comes after what an earlier RUN did to the path
  const copied = node && node.kind !== 'dir' ? node.origin.line : 0;
  const later = source.unproven.filter((each) => each.line >= copied);
  const moved = (each: Unproven, at: string): Unproven => ({ line, why: reason(source, each), path: at });
  const whole = later.findLast((each) => each.path === undefined || isBelow(path, each.path));
  if (whole) return [moved(whole, to)];
  return later.flatMap((each) => {
    if (each.path === undefined || !isBelow(each.path, path)) return [];
    const at = clean(`${to}/${each.path.slice(path.length)}`);
    return [{ ...moved(each, at), ...(each.removes && { removes: true }) }];
  });
}

function reason({ name }: Tainted, { why, line }: Unproven): string {
  return why.startsWith(COPIED) ? why : `${COPIED}${name}, line ${line} ${why}`;
}
