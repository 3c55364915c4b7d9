import type { Origin } from './image-files.js';

export interface Directory {
  readonly kind: 'dir';
  readonly children: Map<string, Node>;
}

export interface FileOrLink {
  readonly kind: 'file' | 'link';
  readonly origin: Origin;
  /** Where a link points, as it is written; undefined where that is unknown. */
  readonly to?: string;
}

export type Node = Directory | FileOrLink;

/** Where a path ends after every link; without a node where nothing lies there yet. */
export interface PathEnd {
  readonly path: string;
  readonly node?: Node;
}

/** Why a path leads nowhere: a file stands in its way, links lead in a circle, or a link's target is unknown. */
export type Obstacle = 'file' | 'circle' | 'link';

/** The engine's host allows no longer path. */
const LONGEST_PATH = 4096;
const MOST_LINKS = 255;

/** How much may still be put into the trees that share it: an image that is copied into itself doubles with each stage. */
export interface Budget {
  left: number;
}

/** Files, links and directories below a root, of a build context or of an image. Paths are absolute in it. */
export class FileTree {
  readonly root: Directory = { kind: 'dir', children: new Map() };

  constructor(readonly budget: Budget) {}

  /** Follows links, within the tree alone, as the engine does; the last name's too. */
  resolve(path: string): PathEnd | Obstacle {
    const waiting = segments(path).reverse();
    let way: { name: string; node: Node | undefined }[] = [];
    let links = 0;
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (name === '..') {
        way.pop();
        continue;
      }
      const parent = way.length === 0 ? this.root : way.at(-1)?.node;
      if (parent && parent.kind !== 'dir') return 'file';
      const node = parent?.children.get(name);
      if (node?.kind !== 'link') {
        way.push({ name, node });
        continue;
      }
      if (node.to === undefined) return 'link';
      if (++links > MOST_LINKS) return 'circle';
      if (node.to.startsWith('/')) way = [];
      for (const each of segments(node.to).reverse()) waiting.push(each);
    }
    const node = way.length === 0 ? this.root : way.at(-1)?.node;
    return { path: `/${way.map(({ name }) => name).join('/')}`, ...(node && { node }) };
  }

  /**
   * Puts a directory or a leaf at a path, links not followed; what is in the way is replaced, but a directory put on a
   * directory leaves it as it is.
   * @returns whether the path is short enough and the budget lasts
   */
  put(path: string, leaf?: FileOrLink): boolean {
    if (path.length > LONGEST_PATH || this.budget.left-- <= 0) return false;
    const names = segments(path);
    const last = leaf ? names.pop() : undefined;
    let directory = this.root;
    for (const name of names) {
      const child = directory.children.get(name);
      if (child?.kind === 'dir') directory = child;
      else {
        const made: Directory = { kind: 'dir', children: new Map() };
        directory.children.set(name, made);
        directory = made;
      }
    }
    if (leaf && last !== undefined) directory.children.set(last, leaf);
    return true;
  }

  clone(): FileTree {
    const tree = new FileTree(this.budget);
    for (const { path, node } of walk(this.root)) tree.put(path, node.kind === 'dir' ? undefined : node);
    return tree;
  }
}

/** All below a directory, parents before their children, with paths that begin with `/`. */
export function* walk(directory: Directory): Generator<{ readonly path: string; readonly node: Node }> {
  const waiting = [{ path: '', directory }];
  for (let next = waiting.pop(); next; next = waiting.pop())
    for (const [name, node] of next.directory.children) {
      const path = `${next.path}/${name}`;
      yield { path, node };
      if (node.kind === 'dir') waiting.push({ path, directory: node });
    }
}

/** The names of a path, without the empty ones and `.`; `..` stays. */
export function segments(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** `..` taken out by the text alone, as Go's path.Clean does; absolute. */
export function clean(path: string): string {
  const names: string[] = [];
  for (const name of segments(path))
    if (name === '..') names.pop();
    else names.push(name);
  return `/${names.join('/')}`;
}

/** Whether one of two absolute paths is the other or lies below it. */
export function overlap(a: string, b: string): boolean {
  return isBelow(a, b) || isBelow(b, a);
}

/** Whether a path is the directory or lies below it. */
export function isBelow(path: string, directory: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`);
}
