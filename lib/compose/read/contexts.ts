import { isAbsolute } from './paths.js';
import type { Tree } from './tree.js';

/** Whether a build context is not a directory: `https://…`, `git@…`, `docker-image://…`. */
export function isRemote(context: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(context) && !isAbsolute(context);
}

/** Whether an additional context is not a directory: `service:base`, or an address. */
export function isAddress(context: string): boolean {
  return /^(service|target):/.test(context) || isRemote(context);
}

/** Additional contexts by their names, directories with absolute paths. */
export function contexts(tree: Tree, path: (tree: Tree) => Tree): Tree {
  if (tree.kind !== 'table') return tree;
  const entries = [...tree.entries].map(
    ([name, value]) => [name, value.kind === 'leaf' && isAddress(value.text) ? value : path(value)] as const,
  );
  return { ...tree, entries: new Map(entries) };
}
