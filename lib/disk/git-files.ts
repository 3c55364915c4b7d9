import { execFileSync } from 'node:child_process';

/** What git tracks or would add below a directory. */
export class GitFiles {
  private constructor(private readonly listed: ReadonlySet<string>) {}

  /** Undefined where there is no git, it cannot be asked, or it looks at nothing there. */
  static below(root: string): GitFiles | undefined {
    const paths = list(root);
    return paths.length === 0 ? undefined : new GitFiles(new Set(paths));
  }

  /** @param path relative to the root */
  has(path: string): boolean {
    if (this.listed.has(path)) return true;
    // of a repository within this one git lists the directory alone, with a slash where it is not a submodule
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
      if (this.listed.has(path.slice(0, slash)) || this.listed.has(path.slice(0, slash + 1))) return true;
    return false;
  }
}

// a checkout of another user, as in a container, is only read; no program that its settings name is run
const SAFE = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'];
const ARGS = [...SAFE, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];

/** Whether git would leave out a directory at a path, which need not be there. @param path relative to the root */
export function ignoresDirectory(root: string, path: string): boolean {
  try {
    execFileSync('git', [...SAFE, 'check-ignore', '--quiet', `${path}/`], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function list(root: string): string[] {
  try {
    const listed = execFileSync('git', ARGS, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\0').filter((path) => path !== '');
  } catch {
    return [];
  }
}
