import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export const PROJECT = join(import.meta.dirname, '../..');
export const EXAMPLE = 'examples/opsconductor';

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** The project without its tests, at `below` in a new directory; gone when the file's tests are done. Its user's home is empty. */
export function copyProject(below = 'project'): string {
  const top = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  made.push(top);
  const copy = join(top, below);
  mkdirSync(join(copy, 'home'), { recursive: true });
  for (const path of productPaths()) cpSync(join(PROJECT, path), join(copy, path));
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function productPaths(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))].filter(
    (path) =>
      path !== '' && !/^(test|docs|bench|images|\.[\w-]+)\//.test(path) && existsSync(join(PROJECT, path)),
  );
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The validator, as validate-mounts.sh calls it. */
export function validate(
  copy: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return start(copy, ['--import', 'tsx', '--', 'cli/index.ts', 'validate', ...args], environment);
}

/** Runs a program of the copy with nothing of this machine's settings. */
export function run(
  copy: string,
  program: readonly string[] = ['main.ts'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return start(copy, ['--import', 'tsx', ...program], environment);
}

function start(
  copy: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const home = join(copy, 'home');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_CONFIG_HOME: home,
    // a unit test needs no engine, and must not see the volumes of a system that this machine runs
    DOCKER_HOST: 'unix:///nowhere.sock',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: copy, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
