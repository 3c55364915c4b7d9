import type { DroppedMount, Place, Remark, UnknownPart } from './parsed.js';
import type { Leaf, List, Table, Tree } from './tree.js';

type More = Pick<Remark, 'fix' | 'cause'>;

/** What is said about the files while they are read; each sentence once at a place. */
export class Log {
  private readonly said = new Set<string>();
  readonly problems: Remark[] = [];
  readonly leftOut: Remark[] = [];
  readonly dropped: DroppedMount[] = [];
  readonly unknown: UnknownPart[] = [];

  /** Something cannot be read. */
  problem(place: Place | undefined, text: string, more: More = {}): undefined {
    this.add(this.problems, place, text, more);
  }

  /** Something is there that the rules do not see. */
  leave(place: Place | undefined, text: string, more: More = {}): undefined {
    this.add(this.leftOut, place, text, more);
  }

  /** A mount is written, and a later entry of its list takes its place. */
  drop(mount: DroppedMount): void {
    const key = JSON.stringify(mount);
    if (this.said.has(key)) return;
    this.said.add(key);
    this.dropped.push(mount);
  }

  /** What a variable without a value gives is not known, so nothing is said of that part; that it has none is told once. */
  unset(variable: string, place: Place | undefined, part: UnknownPart): undefined {
    this.unknown.push(part);
    const required = `${variable} is required`;
    if (this.leftOut.some(({ cause }) => cause === required)) return;
    this.leave(place, `${variable} has no value here: what it gives is not checked`, {
      fix: 'set it, in .env for example',
      cause: `${variable} has no value`,
    });
  }

  /** The tree as a map; nothing, and a problem, if it is there and is none. */
  table(tree: Tree | undefined, what: string): Table | undefined {
    if (tree === undefined || tree.kind === 'table') return tree;
    return tree.kind === 'leaf' && tree.value === null ? undefined : this.wrong(tree, what, 'a map');
  }

  /** The tree as a list, in the same way. */
  list(tree: Tree | undefined, what: string): List | undefined {
    if (tree === undefined || tree.kind === 'list') return tree;
    return tree.kind === 'leaf' && tree.value === null ? undefined : this.wrong(tree, what, 'a list');
  }

  /** The tree as one text or number, in the same way; an empty one is there. */
  leaf(tree: Tree | undefined, what: string): Leaf | undefined {
    if (tree === undefined) return undefined;
    if (tree.kind === 'leaf') return tree.value === null ? undefined : tree;
    return this.wrong(tree, what, 'a text');
  }

  private wrong(tree: Tree, what: string, wanted: string): undefined {
    const is = { leaf: 'a text', list: 'a list', table: 'a map' }[tree.kind];
    return this.problem(tree.place, `${what} is ${is} and not ${wanted}`);
  }

  private add(to: Remark[], place: Place | undefined, text: string, more: More): void {
    const key = `${place?.file}:${place?.line}:${text}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    to.push({ text, ...(place ? { place } : {}), ...more });
  }
}
