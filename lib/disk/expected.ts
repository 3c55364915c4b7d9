import type { Fault } from '../model/facts.js';
import type { SourceTree } from './source-tree.js';

const WORDS = { file: 'file', dir: 'directory' } as const;

/** What a place is expected to hold, and how messages name it. */
export interface Expectation {
  /** Relative to the source root, or absolute. */
  readonly path: string;
  readonly kind: keyof typeof WORDS;
  /** As the subject of a sentence. @default - the path */
  readonly name?: string;
  /** The cure where nothing is there; worked out there alone, if it takes work. */
  readonly cure: string | (() => string);
  /** Where it is named: `the construct`. @default - nowhere that may be changed */
  readonly named?: string;
}

/** Why a place does not hold what is expected of it; undefined where it does, at the end of every link. */
export function faultAt(
  tree: SourceTree,
  { path, kind, name = path, cure, named }: Expectation,
): Fault | undefined {
  const word = WORDS[kind];
  const end = tree.end(path);
  const link = `remove the link (rm ${path}) and put the ${word} there, or point it at the ${word}`;
  switch (end) {
    case kind:
      return undefined;
    case 'nothing':
      return { problem: `${name} does not exist`, fix: typeof cure === 'string' ? cure : cure() };
    case 'nowhere':
      return { problem: `${name} is a link to "${tree.linkAt(path)}", which does not exist`, fix: link };
    case 'circle':
      return { problem: `${name} is a link that leads back to itself`, fix: link };
    case 'unreadable':
      return { problem: `${name} cannot be read`, fix: letRead(path) };
    default: {
      const found = end === 'other' ? `neither a file nor a directory` : `a ${WORDS[end]}`;
      return {
        problem: `${name} is ${found}, where a ${word} is expected`,
        fix: `move it away and put the ${word} there${named === undefined ? '' : `, or name another in ${named}`}`,
      };
    }
  }
}

/** The cure for what may not be read. */
export function letRead(path: string): string {
  return `let this user read it (chmod u+rX ${path}, or sudo chown)`;
}
