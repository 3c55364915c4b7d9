import type { Place } from './parsed.js';
import type { TemplatePart } from './template.js';

/** A YAML value that knows where it is written; of a map's entry, that is where its key is. */
export type Tree = Leaf | List | Table;

interface Written {
  readonly place?: Place;
  /** Compose's own tags: take away what an earlier file has here, or put this in its place. */
  readonly tag?: '!reset' | '!override';
}

export type Scalar = string | number | boolean | null;

export interface Leaf extends Written {
  readonly kind: 'leaf';
  readonly value: Scalar;
  /** As Compose writes it where it wants text; empty for null. */
  readonly text: string;
  /** What the text is made of, where variables are in it. */
  readonly parts?: readonly TemplatePart[];
  /** A variable in it that has neither a value nor a fallback: what it is here is not what is meant. */
  readonly missing?: string;
  /** Of a list of `NAME=value`: there is a variable in its name, too. */
  readonly nameHasVariables?: boolean;
  /** Of an environment: the env_file that it is from. */
  readonly envFile?: string;
}

export interface List extends Written {
  readonly kind: 'list';
  readonly items: readonly Tree[];
}

/** Keys are those of a file that somebody else wrote (`__proto__`), so this is not an object. */
export interface Table extends Written {
  readonly kind: 'table';
  readonly entries: ReadonlyMap<string, Tree>;
  /** The short form that it was written in. */
  readonly short?: Leaf;
}

export function leaf(value: Scalar, place?: Place, parts?: readonly TemplatePart[]): Leaf {
  return {
    kind: 'leaf',
    value,
    text: value === null ? '' : String(value),
    ...at(place),
    ...(parts ? { parts } : {}),
  };
}

/** Another text for what hangs on the same variables. */
export function retold({ place, missing }: Leaf, text: string): Leaf {
  return { ...leaf(text, place), ...(missing === undefined ? {} : { missing }) };
}

export function list(items: readonly Tree[], place?: Place): List {
  return { kind: 'list', items, ...at(place) };
}

export function table(entries: Iterable<readonly [string, Tree]>, place?: Place): Table {
  return { kind: 'table', entries: new Map(entries), ...at(place) };
}

function at(place: Place | undefined): { readonly place?: Place } {
  return place ? { place } : {};
}

export function isNull(tree: Tree | undefined): boolean {
  return tree === undefined || (tree.kind === 'leaf' && tree.value === null);
}

/** The JSON of `docker compose config` as a tree: `$$` is a dollar there, and nothing has a place. */
export function fromJson(value: unknown, text: (raw: string) => Leaf, depth = 0): Tree {
  if (depth > MAX_DEPTH) return leaf(null);
  if (Array.isArray(value)) return list(value.map((item) => fromJson(item, text, depth + 1)));
  if (typeof value === 'string') return text(value);
  if (typeof value === 'object' && value !== null)
    return table(Object.entries(value).map(([key, item]) => [key, fromJson(item, text, depth + 1)] as const));
  return leaf(typeof value === 'number' || typeof value === 'boolean' ? value : null);
}

/** Deeper than any Compose file, and far from the end of the stack. */
export const MAX_DEPTH = 100;
