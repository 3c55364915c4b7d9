import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { plant, type Tree } from './tree.js';

export function git(cwd: string, ...words: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=test',
    '-c',
    'user.email=test@localhost',
    '-c',
    'protocol.file.allow=always',
  ];
  return execFileSync('git', [...identity, ...words], { cwd, encoding: 'utf8', stdio: 'pipe' });
}

/** A repository of one commit in `main`, in a new directory without links. @returns that directory */
export function repository(tree: Tree = { 'a.txt': '' }): string {
  const top = realpathSync(
    plant(Object.fromEntries(Object.entries(tree).map(([path, leaf]) => [`main/${path}`, leaf]))),
  );
  const main = join(top, 'main');
  git(main, 'init', '--quiet');
  git(main, 'add', '--all');
  git(main, 'commit', '--quiet', '--message=all');
  return top;
}

/** A linked worktree beside the main checkout. @returns its directory */
export function addWorktree(top: string, name: string): string {
  const directory = join(top, name);
  git(join(top, 'main'), 'worktree', 'add', '--quiet', '--detach', directory);
  return directory;
}
