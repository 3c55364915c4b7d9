import { isNull, type List, list, type Table, type Tree, table } from './tree.js';

/** Attributes of a service of which a later file's replaces the earlier one's whole. */
const REPLACED = new Set(['command', 'entrypoint', 'healthcheck.test']);

/** Lists of a service with one entry for each key; a later entry takes the place of the earlier. */
const UNIQUE = new Map<string, (item: Tree) => string>([
  ['volumes', (item) => field(item, 'target')],
  ['configs', (item) => field(item, 'target') || `/${field(item, 'source')}`],
  [
    'secrets',
    (item) => `/run/secrets/${field(item, 'target') || field(item, 'source')}`.replace(/^.*\/\//, '/'),
  ],
  [
    'ports',
    (item) => ['host_ip', 'published', 'target', 'protocol'].map((key) => field(item, key)).join(':'),
  ],
  ['cap_add', text],
  ['cap_drop', text],
  ['tmpfs', text],
]);

/**
 * A service of an earlier file (or the one it extends) with a later one's laid over it, both canonical: maps are merged,
 * lists appended, all else replaced; `!reset` takes away and `!override` replaces.
 */
export function mergeServices(earlier: Table, later: Table): Table {
  return merge(earlier, later, '') as Table;
}

/** What is of the top level: maps are merged by name. */
export function mergeMaps(earlier: Table | undefined, later: Table): Table {
  return merge(earlier, later, undefined) as Table;
}

/** @param at the attribute's path in a service; undefined outside of one */
function merge(earlier: Tree | undefined, later: Tree, at: string | undefined): Tree | undefined {
  if (later.tag === '!reset') return undefined;
  if (!earlier || later.tag === '!override' || (at !== undefined && REPLACED.has(at)))
    return unmerged(later, at);
  if (isNull(later)) return earlier;
  if (later.kind === 'table' && earlier.kind === 'table') return mergeTables(earlier, later, at);
  if (later.kind === 'list' && earlier.kind === 'list')
    return unique(list([...earlier.items, ...later.items], later.place), at);
  return unmerged(later, at);
}

function mergeTables(earlier: Table, later: Table, at: string | undefined): Table {
  const entries = new Map(earlier.entries);
  for (const [key, value] of later.entries) {
    const merged = merge(entries.get(key), value, below(at, key));
    if (merged) entries.set(key, merged);
    else entries.delete(key);
  }
  return table(entries, later.place);
}

/** What nothing is merged with: the tags in it mean the same. */
function unmerged(tree: Tree, at: string | undefined): Tree {
  if (tree.kind === 'list') return unique(tree, at);
  if (tree.kind === 'leaf') return tree;
  return mergeTables({ ...tree, entries: new Map() }, tree, at);
}

function unique(tree: List, at: string | undefined): List {
  const key = at === undefined ? undefined : UNIQUE.get(at);
  if (!key) return tree;
  const items = new Map<string, Tree>();
  for (const item of tree.items) items.set(key(item), item);
  return { ...tree, items: [...items.values()] };
}

/** Entries of one file's own list that a later one of the same list takes the place of, and their key. */
export function replacedIn(
  service: Table,
  attribute: string,
): { readonly item: Tree; readonly key: string }[] {
  const key = UNIQUE.get(attribute);
  const found = service.entries.get(attribute);
  if (!key || found?.kind !== 'list') return [];
  const keys = found.items.map(key);
  return found.items.flatMap((item, i) => {
    const own = keys[i] ?? '';
    return own !== '' && keys.lastIndexOf(own) > i ? [{ item, key: own }] : [];
  });
}

function below(at: string | undefined, key: string): string | undefined {
  return at === undefined ? undefined : at === '' ? key : `${at}.${key}`;
}

function field(item: Tree, key: string): string {
  const value = item.kind === 'table' ? item.entries.get(key) : undefined;
  return value ? text(value) : '';
}

function text(tree: Tree): string {
  return tree.kind === 'leaf' ? tree.text : '';
}
