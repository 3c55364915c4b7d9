import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { Access } from '../model/access.js';
import type { BuildSourceView, ContextFact, Facts, ListedPath, PathFact, TextFact } from '../model/facts.js';
import { listContext } from './context-files.js';
import { GitFiles, ignoresDirectory } from './git-files.js';
import { SourceTree } from './source-tree.js';

const MIB = 1024 * 1024;

/** MiB: more than any source has, what is larger is data; but a Compose file of a thousand services has more. */
const mostIn = (path: string) => (/\.ya?ml$/.test(path) ? 32 : 1);

const UNREADABLE = { problem: 'cannot be read' };

/** The disk as the rules see it: read when it is asked for, and once. */
export class DiskFacts implements Facts {
  private readonly tree: SourceTree;
  private readonly texts = new Map<string, TextFact>();
  private readonly ends = new Map<string, string | undefined>();
  private readonly trackedFiles = new Map<string, readonly string[]>();
  /** Null where git knows nothing. */
  private git: GitFiles | null | undefined;

  /**
   * @param root the source root, absolute
   * @param shared the directory that services share, relative to the root @default - none
   * @param known what has read directories of the root already @default - nothing has
   */
  constructor(
    root: string,
    private readonly shared?: string,
    known?: SourceTree,
  ) {
    const end = realpathSync(root);
    this.tree = known?.root === end ? known : new SourceTree(end);
  }

  stat(path: string): PathFact | undefined {
    return this.tree.stat(path);
  }

  list(directory: string): readonly ListedPath[] {
    return this.tree.list(directory);
  }

  access(path: string): Access | undefined {
    const stats = statSync(this.tree.absolute(path), { throwIfNoEntry: false });
    return stats && { mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
  }

  read(path: string): TextFact {
    return cached(this.texts, path, () => readText(this.tree.absolute(path)));
  }

  resolve(path: string): string | undefined {
    return cached(this.ends, path, () => {
      try {
        return this.named(realpathSync.native(this.tree.absolute(path)));
      } catch {
        return undefined;
      }
    });
  }

  context(source: BuildSourceView): ContextFact {
    return listContext(this.tree, source, this.shared);
  }

  tracked(directory: string): readonly string[] {
    return cached(this.trackedFiles, directory, () => {
      const files = this.list(directory).filter(({ kind }) => kind !== 'dir');
      const paths = files.map(({ path }) => path);
      const git = isOutside(directory) ? undefined : this.gitFiles();
      const prefix = directory === '.' ? '' : `${directory}/`;
      return git ? paths.filter((path) => git.has(`${prefix}${path}`)) : paths;
    });
  }

  isInGit(path: string): boolean | undefined {
    return isOutside(path) ? false : this.gitFiles()?.has(path);
  }

  isIgnored(path: string): boolean {
    return !isOutside(path) && ignoresDirectory(this.tree.root, path);
  }

  private gitFiles(): GitFiles | undefined {
    if (this.git === undefined) this.git = GitFiles.below(this.tree.root) ?? null;
    return this.git ?? undefined;
  }

  /** As facts name it: relative to the root where it lies below it. */
  private named(absolute: string): string {
    const path = relative(this.tree.root, absolute);
    if (path === '') return '.';
    return path === '..' || path.startsWith(`..${sep}`) ? absolute : path;
  }
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path === '..' || path.startsWith('../');
}

function cached<V>(known: Map<string, V>, key: string, find: () => V): V {
  if (!known.has(key)) known.set(key, find());
  return known.get(key) as V;
}

function readText(absolute: string): TextFact {
  try {
    // most of what is asked for is nothing that is there: an import has many places
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (!stats) return UNREADABLE;
    // a pipe would be waited for
    if (!stats.isFile()) return { problem: 'is not a file' };
    const most = mostIn(absolute);
    if (stats.size > most * MIB) return { problem: `is larger than ${most} MiB and was not read` };
    return { text: readBytes(absolute, stats.size) };
  } catch {
    return UNREADABLE;
  }
}

function readBytes(absolute: string, size: number): string {
  const file = openSync(absolute, 'r');
  try {
    const buffer = Buffer.alloc(size);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, size, 0));
  } finally {
    closeSync(file);
  }
}
