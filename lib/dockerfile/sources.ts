import { clean, type Directory, type FileOrLink, type FileTree, type Node, segments } from './file-tree.js';
import { isPattern, namePattern } from './glob.js';

/** One thing that a source of COPY names, its link followed. */
export interface Found {
  /** As it is named, absolute in the tree. */
  readonly path: string;
  /** A file has the origin of the link that names it. */
  readonly node: Directory | FileOrLink;
}

export interface Sought {
  readonly found: readonly Found[];
  /** Names or matches that lead to nothing: the build fails. A pattern without a match is none of them. */
  readonly missing: boolean;
  /** A link whose target is unknown is in the way. */
  readonly unknown: boolean;
}

/** What a source, with its variables filled in, names in a build context or an image. */
export function seek(tree: FileTree, source: string): Sought {
  const name = source.replace(/^\//, '').replace(/^\.\//, '');
  if (isPattern(name)) return combine(matching(tree, name).map((path) => seekPath(tree, path)));
  return climbs(name) ? { found: [], missing: true, unknown: false } : seekPath(tree, clean(name));
}

function seekPath(tree: FileTree, path: string): Sought {
  const place = tree.resolve(path);
  if (place === 'link') return { found: [], missing: false, unknown: true };
  if (typeof place === 'string' || !place.node) return { found: [], missing: true, unknown: false };
  const { node } = place;
  if (node.kind === 'dir') return { found: [{ path, node }], missing: false, unknown: false };
  const named = nodeAt(tree, path);
  const origin = named?.kind === 'link' ? named.origin : node.origin;
  return { found: [{ path, node: { ...node, origin } }], missing: false, unknown: false };
}

/** What stands under a path's last name itself, be it a link. */
function nodeAt(tree: FileTree, path: string): Node | undefined {
  const parent = tree.resolve(path.slice(0, path.lastIndexOf('/')));
  if (typeof parent === 'string' || parent.node?.kind !== 'dir') return undefined;
  return parent.node.children.get(path.slice(path.lastIndexOf('/') + 1));
}

function combine(all: readonly Sought[]): Sought {
  return {
    found: all.flatMap(({ found }) => found),
    missing: all.some(({ missing }) => missing),
    unknown: all.some(({ unknown }) => unknown),
  };
}

/** Whether a path leaves the root by `..`. */
function climbs(path: string): boolean {
  let depth = 0;
  for (const name of segments(path)) {
    depth += name === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}

/**
 * Paths that match a pattern, sorted as the engine walks. A pattern goes through no links, and one with an empty name, `.`
 * or `..` in it matches nothing, as in the classic builder.
 */
function matching(tree: FileTree, pattern: string): string[] {
  let found: readonly { readonly path: string; readonly node: Node }[] = [{ path: '', node: tree.root }];
  for (const name of pattern.split('/')) {
    const matches = namePattern(name);
    if (!matches) return [];
    found = found.flatMap(({ path, node }) =>
      node.kind === 'dir'
        ? [...node.children]
            .filter(([child]) => matches(child))
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([child, below]) => ({ path: `${path}/${child}`, node: below }))
        : [],
    );
  }
  return found.map(({ path }) => path);
}
