import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { readPath, walk } from '../disk/read-entries.js';
import { temporaryDirectory } from '../disk/temporary.js';
import type { Conventions } from '../model/conventions.js';

/** The branch that holds, for every file that is to be changed by git, its changed text. */
export const CHANGED = 'changed';

/** A copy of a source root in a git repository of its own. */
export interface Scratch {
  readonly root: string;
  git(...args: readonly string[]): Promise<string>;
}

/** Copies what git keeps or would keep; all files where the source root is in no repository. */
export async function copySource(sourceRoot: string, { workDirectory }: Conventions): Promise<Scratch> {
  const root = temporaryDirectory('probe');
  for (const path of await sourceFiles(sourceRoot, workDirectory)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(sourceRoot, path), join(root, path), { verbatimSymlinks: true });
  }
  const identity = ['-c', 'user.name=probe', '-c', 'user.email=probe@localhost', '-c', 'core.autocrlf=false'];
  let last: Promise<unknown> = Promise.resolve();
  // git locks its index, and a second call would fail and not wait
  const git = (...args: readonly string[]) => {
    const next = last.then(async () => (await execa('git', [...identity, ...args], { cwd: root })).stdout);
    last = next.catch(() => {});
    return next;
  };
  await git('init', '--quiet');
  writeFileSync(join(root, '.git/info/exclude'), `${workDirectory}/\n`);
  await git('add', '--all', '--force', '--', '.', `:!${workDirectory}`);
  await git('commit', '--quiet', '--message', 'as it is');
  return { root, git };
}

async function sourceFiles(sourceRoot: string, workDirectory: string): Promise<string[]> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { failed, stdout } = await execa('git', list, { cwd: sourceRoot, reject: false });
  const paths = failed ? walk(sourceRoot).map(({ path }) => path) : stdout.split('\0');
  return [...new Set(paths)].filter(
    (path) => path !== '' && !path.startsWith(`${workDirectory}/`) && existsSync(join(sourceRoot, path)),
  );
}

/** Bytes: more is no text that a person edits. */
const LARGE = 1024 ** 2;

/** A file at or below a live path to which empty lines can be added without a change of its meaning. */
export function textFile(root: string, path: string): string | undefined {
  const files = readPath(root, path).filter(
    ({ content }) =>
      'file' in content &&
      content.size > 0 &&
      content.size < LARGE &&
      !readFileSync(content.file).includes(0),
  );
  return files.map((file) => file.path).sort()[0];
}

/** The file's text with empty lines after it: other bytes, the same meaning. */
export function withEmptyLines(root: string, path: string, count: number): string {
  return readFileSync(join(root, path), 'utf8') + '\n'.repeat(count);
}
