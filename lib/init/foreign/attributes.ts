import { inFile } from '../../compose/read/as-in-file.js';
import type { Place } from '../../compose/read/parsed.js';
import type { Leaf, List, Table, Tree } from '../../compose/read/tree.js';
import type { KeptAttribute } from './imported.js';

/** Collects what becomes of a service's attributes. */
export class ServiceNotes {
  /** What Compose alone is told. */
  readonly compose: Record<string, unknown> = {};
  readonly passed: KeptAttribute[] = [];
  readonly changed: KeptAttribute[] = [];

  constructor(
    readonly service: string,
    /** The source root, absolute. */
    readonly root: string,
  ) {}

  /** Keeps an attribute, or a part of one, for Compose alone. */
  pass(key: string, value: unknown, place: Place | undefined, what = key): void {
    this.passed.push({ service: this.service, what, ...(place ? { place } : {}) });
    this.lay(key, value);
  }

  /** The same of what is no attribute of the file's own. */
  lay(key: string, value: unknown): void {
    const before = this.compose[key];
    if (Array.isArray(before) && Array.isArray(value)) this.compose[key] = [...before, ...value];
    else if (isObject(before) && isObject(value)) this.compose[key] = { ...before, ...value };
    else this.compose[key] = value;
  }

  passTree(key: string, tree: Tree): void {
    this.pass(key, inFile(tree, this.root), tree.place);
    this.changeNames(key, tree);
  }

  /** Of a list of `NAME=value` that becomes a map, where a name has no variables. */
  changeNames(key: string, tree: Tree | undefined): void {
    for (const [name, value] of entriesOf(tree))
      if (value.kind === 'leaf' && value.nameHasVariables)
        this.change(`${key}: "${name}" stands there, for a name has no variables`, value.place);
  }

  change(what: string, place: Place | undefined): void {
    this.changed.push({ service: this.service, what, ...(place ? { place } : {}) });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function entryOf(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'table' ? tree.entries.get(key) : undefined;
}

export function leafOf(tree: Tree | undefined): Leaf | undefined {
  return tree?.kind === 'leaf' && tree.value !== null ? tree : undefined;
}

/** A text without variables. */
export function plainText(tree: Tree | undefined): string | undefined {
  const leaf = leafOf(tree);
  return leaf && !leaf.parts ? leaf.text : undefined;
}

export function entriesOf(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === 'table' ? [...tree.entries] : [];
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

export type { Leaf, List, Table, Tree };
