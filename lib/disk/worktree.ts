import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readText } from './files.js';

/** A linked worktree of git: one beside the main checkout of its repository. */
export interface Worktree {
  /** Where git keeps what is this worktree's own, absolute: the same wherever the worktree is moved. */
  readonly gitDirectory: string;
  /** The worktree itself, absolute. */
  readonly directory: string;
}

/**
 * The linked worktree that a directory is in; undefined in a main checkout, and where there is no repository. A submodule is in
 * that of the repository that has it.
 * @param directory absolute, without links
 */
export function linkedWorktree(directory: string): Worktree | undefined {
  const link = join(directory, '.git');
  const stats = statSync(link, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return undefined;
  const gitDirectory = stats?.isFile() ? namedIn(link) : undefined;
  // a worktree whose repository is not there by now is one all the same: it is not taken for the main checkout
  if (gitDirectory && basename(dirname(gitDirectory)) === 'worktrees') return { gitDirectory, directory };
  const parent = dirname(directory);
  return parent === directory ? undefined : linkedWorktree(parent);
}

/** The directory that is git's of a repository, by the file `.git` in its place. */
function namedIn(link: string): string | undefined {
  const [, path] = /^gitdir: (.+)$/m.exec(readFileSync(link, 'utf8')) ?? [];
  return path === undefined ? undefined : resolve(dirname(link), path.trim());
}

/** Where a worktree is by now; undefined once it is gone, with `git worktree remove` or without. */
export function worktreeAt(gitDirectory: string): string | undefined {
  const link = readText(join(gitDirectory, 'gitdir'))?.trim();
  if (!link) return undefined;
  const file = resolve(gitDirectory, link);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? dirname(file) : undefined;
}

/** The main checkout of a worktree's repository; undefined where that has none. */
export function mainCheckout({ gitDirectory }: Pick<Worktree, 'gitDirectory'>): string | undefined {
  const common = dirname(dirname(gitDirectory));
  return basename(common) === '.git' ? dirname(common) : undefined;
}

/** The directory of the repository that a directory is in; itself where it is in none. */
export function checkoutAt(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return directory;
  }
}
