import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkoutAt, linkedWorktree, mainCheckout, worktreeAt } from '../../lib/disk/worktree.js';
import { plant } from './tree.js';
import { addWorktree, git, repository } from './worktrees.js';

it('a linked worktree is known by git’s own directory for it, from anywhere in it', () => {
  const top = repository({ 'below/a.txt': '' });
  const tree = addWorktree(top, 'feature');
  const gitDirectory = join(top, 'main/.git/worktrees/feature');
  for (const path of [tree, join(tree, 'below')])
    expect(linkedWorktree(path)).toEqual({ gitDirectory, directory: tree });
  expect(worktreeAt(gitDirectory)).toBe(tree);
  expect(mainCheckout({ gitDirectory })).toBe(join(top, 'main'));
});

it('a main checkout, a clone in a worktree and a directory without a repository are none', () => {
  const top = repository();
  const clone = join(addWorktree(top, 'feature'), 'clone');
  git(top, 'clone', '--quiet', 'main', clone);
  for (const path of [join(top, 'main'), clone, plant({ 'below/a.txt': '' })])
    expect(linkedWorktree(path), path).toBeUndefined();
  expect(checkoutAt(join(top, 'main/.git/objects'))).toBe(join(top, 'main'));
});

it('a submodule is in the worktree of the repository that has it', () => {
  const top = repository();
  git(join(top, 'main'), 'clone', '--quiet', '--bare', '.', join(top, 'other.git'));
  git(join(top, 'main'), 'submodule', '--quiet', 'add', join(top, 'other.git'), 'other');
  git(join(top, 'main'), 'commit', '--quiet', '--message=other');
  const tree = addWorktree(top, 'feature');
  git(tree, 'submodule', '--quiet', 'update', '--init');
  expect(linkedWorktree(join(tree, 'other'))?.directory).toBe(tree);
  expect(linkedWorktree(join(top, 'main/other'))).toBeUndefined();
});

it('it is the same one after it was moved, and gone once it is removed, with git or without', () => {
  const top = repository();
  const gitDirectory = linkedWorktree(addWorktree(top, 'feature'))?.gitDirectory ?? '';
  git(join(top, 'main'), 'worktree', 'move', join(top, 'feature'), join(top, 'moved'));
  expect(linkedWorktree(join(top, 'moved'))?.gitDirectory).toBe(gitDirectory);
  expect(worktreeAt(gitDirectory)).toBe(join(top, 'moved'));
  rmSync(join(top, 'moved'), { recursive: true });
  expect(worktreeAt(gitDirectory)).toBeUndefined();
  git(join(top, 'main'), 'worktree', 'prune');
  expect(worktreeAt(gitDirectory)).toBeUndefined();
});

it('one whose repository is not there is not taken for the main checkout', () => {
  const top = repository();
  const tree = addWorktree(top, 'feature');
  renameSync(join(top, 'main'), join(top, 'elsewhere'));
  expect(linkedWorktree(tree)?.directory).toBe(tree);
  mkdirSync(join(top, 'main'));
  expect(linkedWorktree(tree)?.directory).toBe(tree);
});
