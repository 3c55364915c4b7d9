import { existsSync, lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { ignoreFileOf, keptBy } from '../disk/context-files.js';
import { SourceTree } from '../disk/source-tree.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf, concernsOf, type Snapshot } from '../model/watch.js';

/** Never source: what Python, git, npm and editors leave beside the files while they work. */
const NEVER =
  /^(__pycache__|\.git|node_modules|4913|sed\w{6}|#.*#|\.#.*|.*~|.*\.(pyc|sw[opx]|tmp)|.*___jb_(tmp|old)___)$/;

/** Milliseconds between the birth of a file and the time that its directory has by it, at most. */
const SAME = 50;

/** The part of the source root that the services' mounts and images are made of. */
export class WatchedFiles {
  /** Directories that hold it, relative to the root. */
  private readonly roots: readonly string[];
  private readonly mounted: ReadonlySet<string>;
  private readonly madeHere = new Map<string, boolean>();
  private readonly filters = new Map<string, (path: string) => boolean>();

  constructor(
    readonly root: string,
    private readonly services: readonly ServiceSpec[],
  ) {
    const sources = services.flatMap(({ image }) => (image.kind === 'build' ? [image.source] : []));
    const directories = sources.map(({ directory }) => directory);
    this.mounted = new Set(services.flatMap((service) => bindsOf(service).map(({ source }) => source)));
    const all = [...new Set([...directories, ...this.mounted])];
    this.roots = all.includes('.')
      ? ['.']
      : all.filter((path) => !all.some((other) => path.startsWith(`${other}/`)));
    for (const { directory, dockerfile } of sources)
      this.filters.set(join(directory, dockerfile), readFilter(join(root, directory), dockerfile));
  }

  /** Whether nothing at a path, nor below it, is of any service. @param path relative to the root */
  isIgnored(path: string): boolean {
    if (path === '' || path === '.' || this.isOnTheWay(path)) return false;
    if (path.split('/').some((name) => NEVER.test(name)) || this.isMadeHere(path)) return true;
    const concerns = concernsOf(this.services, path);
    if (concerns.some(({ mount }) => mount)) return false;
    return !concerns.some(({ service: { image } }) => {
      if (image.kind !== 'build') return false;
      const { directory, dockerfile } = image.source;
      const inner = directory === '.' ? path : path.slice(directory.length + 1);
      return (
        inner === dockerfile ||
        /(^|\/)[^/]*\.dockerignore$/.test(inner) ||
        (this.filters.get(join(directory, dockerfile))?.(inner) ?? true)
      );
    });
  }

  /** What is there now. A few hundred files take a few milliseconds. */
  scan(): Snapshot {
    const prints = new Map<string, string>();
    const add = (path: string): void => {
      if (this.isIgnored(path)) return;
      // the engine follows a link that is mounted; one inside a mount is the container's own affair
      const stats = statsOf(join(this.root, path), this.mounted.has(path) ? statSync : lstatSync);
      if (!stats) return;
      if (stats.isDirectory()) {
        // another directory of the same name makes a mount stale, and has no events where the old one is watched
        prints.set(path, `directory ${stats.ino} ${stats.mode}`);
        for (const name of namesIn(join(this.root, path))) add(path === '.' ? name : `${path}/${name}`);
      } else if (stats.isFile() || stats.isSymbolicLink())
        // the kernel's own time of a change: cp -p and rsync set the other as they like
        prints.set(path, `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.mode}`);
    };
    for (const root of this.roots) add(root);
    return prints;
  }

  /**
   * When something that is of a service was changed, in milliseconds; 0 for what is not there. A file that was moved here is as new as its
   * move. A directory is as new as its last name, unless that is of what no service has: Python's cache, an editor's files.
   */
  changedAt(path: string): number {
    const stats = statsOf(join(this.root, path), statSync);
    if (!stats) return 0;
    const at = Math.max(stats.mtimeMs, stats.ctimeMs);
    if (!stats.isDirectory()) return at;
    const isForeign = (name: string) => {
      const born = statsOf(join(this.root, path, name), lstatSync)?.birthtimeMs ?? 0;
      return Math.abs(at - born) < SAME && this.isIgnored(join(path, name));
    };
    return namesIn(join(this.root, path)).some(isForeign) ? 0 : at;
  }

  /** Of a source root that is an image's context, what this library keeps there itself. */
  private isMadeHere(path: string): boolean {
    if (this.roots[0] !== '.') return false;
    const [top = ''] = path.split('/');
    const is = this.madeHere.get(top) ?? new SourceTree(this.root).isMadeHere(top);
    this.madeHere.set(top, is);
    return is;
  }

  private isOnTheWay(path: string): boolean {
    const leads = (to: string) => to === path || to.startsWith(`${path}/`);
    return this.roots.some(leads) || [...this.mounted].some(leads);
  }
}

function statsOf(path: string, stat: typeof lstatSync): Stats | undefined {
  try {
    return stat(path, { throwIfNoEntry: false });
  } catch {
    // a link in a circle, or below a directory that may not be read: for a container it is as good as not there
    return undefined;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // it went away since it was seen, or may not be read
    return [];
  }
}

function readFilter(directory: string, dockerfile: string): (path: string) => boolean {
  const file = join(
    directory,
    ignoreFileOf(dockerfile, (own) => existsSync(join(directory, own))),
  );
  return existsSync(file) ? keptBy(readFileSync(file, 'utf8')) : () => true;
}
