import { clean, type FileOrLink, isBelow } from './file-tree.js';
import type { Unproven } from './image-files.js';
import type { Instruction } from './instructions.js';
import type { Stage } from './stage.js';

/** Where COPY is to put things. */
export interface Destination {
  /** Absolute, without a slash at its end. */
  readonly path: string;
  /** Whether it was written with one: then it is a directory. */
  readonly slash: boolean;
  /** Whether nothing of the image below is seen. @default false */
  readonly isAlone?: boolean;
}

export type InstructionLine = Pick<Instruction, 'keyword' | 'line'>;

/** More would help nobody; stages that copy from one another could double them with each stage. */
const MOST_UNPROVEN = 1000;

/** Notes what the text cannot tell. @param path absolute; undefined for anywhere @param more of it */
export function note(
  stage: Stage,
  { keyword, line }: InstructionLine,
  why: string,
  path?: string,
  more: Pick<Unproven, 'by' | 'removes' | 'fails'> = {},
): void {
  noteAll(stage, [{ line, why: `${keyword}: ${why}`, ...(path !== undefined && { path }), ...more }]);
}

export function noteAll(stage: Stage, all: readonly Unproven[]): void {
  for (const each of all) {
    if (stage.unproven.length < MOST_UNPROVEN) stage.unproven.push(each);
    else stage.unproven[MOST_UNPROVEN - 1] = { line: each.line, why: 'too much here cannot be proven' };
  }
}

/** Notes that the build ends here, as far as can be seen. */
export function noteFailure(stage: Stage, place: InstructionLine, why: string, path?: string): void {
  note(stage, place, `the build fails: ${why}`, path, { fails: true });
}

/**
 * The path at which a source ends up, links of the image followed.
 * @param name the file's name; undefined for a directory, whose contents are copied
 * @returns undefined where that is unknown or impossible, which is noted
 */
export function target(
  stage: Stage,
  place: InstructionLine,
  to: Destination,
  name?: string,
): string | undefined {
  if (to.isAlone) return name === undefined || !to.slash ? to.path : clean(`${to.path}/${name}`);
  const at = stage.tree.resolve(to.path);
  if (at === 'link') {
    note(stage, place, `${to.path} leads through a link whose target is not known`);
    return undefined;
  }
  if (typeof at === 'string' || (at.node && at.node.kind !== 'dir' && (to.slash || name === undefined))) {
    noteFailure(stage, place, `${to.path} is, or is below, something that is not a directory`, to.path);
    return undefined;
  }
  if (name === undefined) return at.path;
  if (to.slash || at.node?.kind === 'dir') return clean(`${at.path}/${name}`);
  if (at.node || !mayBeDirectory(stage, at.path, name)) return at.path;
  note(stage, place, `whether ${to.path} is a directory of the base image is not known`, at.path);
  return undefined;
}

/**
 * Whether something that no instruction made may be there, and be a directory. A name like the source's, or with its ending
 * (`app.conf` for `nginx.conf`), is taken for a file.
 */
function mayBeDirectory(stage: Stage, path: string, name: string): boolean {
  const own = path.slice(path.lastIndexOf('/') + 1);
  const ending = /.\.[^.]+$/.exec(name)?.[0].slice(1);
  if (own === name || (ending !== undefined && own.endsWith(ending))) return false;
  const hidden = stage.unproven.some((each) => each.path === undefined || isBelow(path, each.path));
  return stage.base !== undefined || hidden;
}

/** Puts a directory or a leaf at a path that target() gave, or below it. @returns whether that was possible */
export function put(stage: Stage, place: InstructionLine, path: string, leaf?: FileOrLink): boolean {
  const done = stage.tree.put(path, leaf);
  if (!done) note(stage, place, 'too many files, or a path that is too long');
  return done;
}
