import {
  accessSync,
  constants,
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { isGeneratedText } from '../model/conventions.js';
import type { ListedPath, PathFact } from '../model/facts.js';
import { TOOL } from '../model/tool.js';

/** Never source, in any project: what Python and git leave behind. */
export const NEVER = new Set(['__pycache__', '.git']);

/** What npm writes where this library is all that is installed, as before a description is there. */
const INSTALLED = ['node_modules', 'package.json', 'package-lock.json'];

/** A file or directory that can be read; nothing, or a link to nothing, or one that leads back to itself; or none of these. */
export type SourceEnd = 'file' | 'dir' | 'unreadable' | 'other' | 'nothing' | 'nowhere' | 'circle';

/** What lies below a directory of the source root; each directory is read once, and all below it is listed once. */
export class SourceTree {
  private readonly directories = new Map<string, readonly ListedPath[]>();
  private readonly lists = new Map<string, readonly ListedPath[]>();

  constructor(readonly root: string) {}

  /** @param path relative to the root, or absolute */
  absolute(path: string): string {
    return resolve(this.root, path);
  }

  /** What lies at a path, links not followed; undefined where nothing does. */
  stat(path: string): PathFact | undefined {
    const absolute = this.absolute(path);
    try {
      const stats = lstatSync(absolute, { throwIfNoEntry: false });
      return stats && factOf(absolute, stats);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EACCES' ? { kind: 'unreadable' } : undefined;
    }
  }

  /** What lies at the end of every link of a path. */
  end(path: string): SourceEnd {
    const absolute = this.absolute(path);
    try {
      const { kind } = factOf(absolute, statSync(absolute));
      return kind === 'file' || kind === 'dir' || kind === 'unreadable' ? kind : 'other';
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ELOOP') return 'circle';
      if (code === 'EACCES') return 'unreadable';
      return this.stat(path)?.kind === 'link' ? 'nowhere' : 'nothing';
    }
  }

  /** Where a link points, as it is written; undefined for what is none. */
  linkAt(path: string): string | undefined {
    const fact = this.stat(path);
    return fact?.kind === 'link' ? fact.to : undefined;
  }

  /** All below a directory, relative to it and sorted; links are not followed, what is not a directory has nothing below it. */
  list(directory: string): readonly ListedPath[] {
    const known = this.lists.get(directory) ?? this.walk(directory);
    this.lists.set(directory, known);
    return known;
  }

  private walk(directory: string): readonly ListedPath[] {
    const found: ListedPath[] = [];
    const open = [''];
    for (let prefix = open.pop(); prefix !== undefined; prefix = open.pop()) {
      for (const entry of this.entries(join(this.absolute(directory), prefix))) {
        const path = prefix === '' ? entry.path : `${prefix}/${entry.path}`;
        // of files only a Compose file can be: a directory of code has hundreds
        const mayBe = prefix === '' && (entry.kind !== 'file' || path.startsWith('docker-compose.'));
        if (mayBe && this.isMadeHere(join(directory, path))) continue;
        found.push({ ...entry, path });
        if (entry.kind === 'dir') open.push(path);
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Whether this library has made it beside the source: its work directory, a description with its settings or the library for it, a Compose file. */
  isMadeHere(directory: string): boolean {
    if (/(^|\/)docker-compose\.[^/]*\.yml$/.test(directory)) return isGenerated(this.absolute(directory));
    const has = (name: string) => this.stat(join(directory, name))?.kind === 'file';
    const isWork = this.stat(join(directory, 'contexts'))?.kind === 'dir' && has('.gitignore');
    return (
      (isWork && /(^|\/)\.[^/]+$/.test(directory)) ||
      (has('cdktf.json') && has('main.ts')) ||
      (has(`node_modules/${TOOL}/package.json`) && this.hasOnly(directory, INSTALLED))
    );
  }

  private hasOnly(directory: string, names: readonly string[]): boolean {
    return this.entries(this.absolute(directory)).every(({ path }) => names.includes(path));
  }

  /** One directory; empty for what is none, and for one that may not be read: its parent says so. */
  private entries(absolute: string): readonly ListedPath[] {
    const known = this.directories.get(absolute);
    if (known) return known;
    const entries = readDirectory(absolute)
      .filter(({ name }) => !NEVER.has(name))
      .flatMap((entry) => {
        const fact = factIfThere(join(absolute, entry.name), entry);
        return fact ? [{ ...fact, path: entry.name }] : [];
      });
    this.directories.set(absolute, entries);
    return entries;
  }
}

function isGenerated(absolute: string): boolean {
  try {
    return isGeneratedText(readFileSync(absolute, 'utf8'));
  } catch {
    return false;
  }
}

function readDirectory(absolute: string): Dirent[] {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Undefined for a link that has gone since its directory was read. */
function factIfThere(absolute: string, entry: Dirent): PathFact | undefined {
  try {
    return factOf(absolute, entry);
  } catch {
    return undefined;
  }
}

function factOf(absolute: string, entry: Stats | Dirent): PathFact {
  if (entry.isSymbolicLink()) return { kind: 'link', to: readlinkSync(absolute) };
  if (entry.isSocket()) return { kind: 'socket' };
  if (!entry.isFile() && !entry.isDirectory()) return { kind: 'other' };
  const mode = entry.isFile() ? constants.R_OK : constants.R_OK | constants.X_OK;
  try {
    accessSync(absolute, mode);
  } catch {
    return { kind: 'unreadable' };
  }
  return { kind: entry.isFile() ? 'file' : 'dir' };
}
