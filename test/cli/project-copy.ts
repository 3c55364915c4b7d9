import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

export const PROJECT = join(import.meta.dirname, '../..');
/** What Node loads TypeScript by. */
export const TYPESCRIPT = join(PROJECT, 'cli/typescript.mjs');
export const EXAMPLE = 'examples/opsconductor';

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}, 60_000);

/** The project without its tests, at `below` in a new directory; gone when the file's tests are done. Its user's home is empty. */
export function copyProject(below = 'project'): string {
  return copyPaths(below, (path) => !/^(test|docs|bench|images|\.[\w-]+)\//.test(path));
}

/** All of the project as a repository of one commit, likewise. */
export function copyRepository(): string {
  const copy = copyPaths('project', () => true);
  git(copy, 'init', '--quiet');
  appendFileSync(join(copy, '.git/info/exclude'), '/home/\n');
  commitAll(copy);
  return copy;
}

/** Commits whatever has changed in the copy. */
export function commitAll(copy: string): void {
  git(copy, 'add', '--all');
  git(copy, '-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message=all');
}

/** The files that are new, changed or gone since the copy was made, sorted; what git ignores does not count. */
export function changedFiles(copy: string): string[] {
  const status = git(copy, 'status', '--porcelain', '--untracked-files=all', '--no-renames');
  return status
    .split('\n')
    .flatMap((line) => line.slice(3) || [])
    .sort();
}

function copyPaths(below: string, isWanted: (path: string) => boolean): string {
  const top = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  made.push(top);
  const copy = join(top, below);
  mkdirSync(join(copy, 'home'), { recursive: true });
  const paths = git(PROJECT, 'ls-files', '--cached', '--others', '--exclude-standard').split('\n');
  for (const path of new Set(paths))
    if (path !== '' && isWanted(path) && existsSync(join(PROJECT, path)))
      // scripts compare the times of npm's lock and of what it installed
      cpSync(join(PROJECT, path), join(copy, path), { preserveTimestamps: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function git(cwd: string, ...words: readonly string[]): string {
  return execFileSync('git', words, { cwd, encoding: 'utf8' });
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The validator in a process of its own, which can be ended, as validate-mounts.sh calls it from a directory. */
export function validateAlone(args: readonly string[], from: string): Promise<Outcome> {
  const program = [process.execPath, '--import', TYPESCRIPT, '--', 'cli/index.ts', 'validate', ...args];
  return start(PROJECT, program, { TWOMODE_CALLED_FROM: from });
}

/** Runs a TypeScript program of the copy with nothing of this machine's settings. */
export function run(
  copy: string,
  program: readonly string[] = ['main.ts'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return start(copy, [process.execPath, '--import', TYPESCRIPT, ...program], environment);
}

/** Starts a program with its arguments in the copy, with nothing of this machine's settings. */
export function start(
  copy: string,
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const home = join(copy, 'home');
  const env = {
    // the scripts' Node is the one that runs this
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: home,
    XDG_CONFIG_HOME: home,
    // a unit test needs no engine, and must not see the volumes of a system that this machine runs
    DOCKER_HOST: 'unix:///nowhere.sock',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: copy, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
