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

const ARGS = [
  // a checkout of another user, as in a container, is only listed; no program that its settings name is run
  ...['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false'],
  ...['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
];

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
