import type { CopyOptions } from './copy-options.js';
import type { FileTree, Node } from './file-tree.js';
import type { ImageFiles, Unproven } from './image-files.js';
import type { Instruction } from './instructions.js';
import { type Destination, put } from './place.js';
import type { Stage } from './stage.js';

/** What COPY takes from: the context, a stage, or an image from outside. */
export interface Offer {
  readonly tree: FileTree;
  /** The image from outside that is below the tree, or is all there is. */
  readonly base?: string;
  readonly unproven: readonly Unproven[];
  /** For messages: `stage "build"`. */
  readonly name: string;
}

export interface Build {
  readonly context: FileTree;
  readonly unmatched: ImageFiles['unmatched'][number][];
  /** What `COPY --from` names, seen from a stage; undefined where the build fails. */
  from(name: string, stage: Stage): Offer | undefined;
}

/** One COPY or ADD while it is done. */
export interface Copying {
  readonly instruction: Instruction;
  readonly stage: Stage;
  readonly build: Build;
  readonly offer: Offer;
  readonly destination: Destination;
  readonly options: CopyOptions;
}

/** A directory without what is in it, or a file or link, which now is of this instruction. */
export function putOne({ instruction, stage }: Copying, node: Node, at: string): boolean {
  const { line } = instruction;
  return node.kind === 'dir'
    ? put(stage, instruction, at)
    : put(stage, instruction, at, { ...node, origin: { ...node.origin, line } });
}
