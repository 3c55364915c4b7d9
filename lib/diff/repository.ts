import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { isAlive } from '../disk/alive.js';
import { underway } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { TOOL } from '../model/tool.js';
import { UsageError, UserError } from '../model/user-error.js';

/** A commit of a repository. */
export interface Revision {
  /** In full. */
  readonly commit: string;
  /** The repository's top directory, absolute. */
  readonly top: string;
}

// no program that the repository's settings name is run, and a checkout of another user is only read
const SAFE = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

async function git(cwd: string, ...args: readonly string[]): Promise<string | undefined> {
  const { failed, stdout } = await execa('git', [...SAFE, ...args], { cwd, reject: false });
  return failed ? undefined : stdout.trim();
}

/**
 * Where a revision and the working tree have branched: what others have added to the revision since is not the change.
 * @param ref a commit, branch or tag
 * @throws UserError where there is no repository; UsageError where it has no such revision
 */
export async function revisionAt(directory: string, ref: string): Promise<Revision> {
  const top = await git(directory, 'rev-parse', '--show-toplevel');
  if (top === undefined)
    throw new UserError(
      `${directory} is in no git repository, so there is nothing to compare with`,
      'compare the two modes (diff dev prod), or with what runs (diff --running dev)',
    );
  const commit = await git(
    directory,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  );
  if (!commit)
    throw new UsageError(
      `there is no revision "${ref}" in ${top}`,
      'name a commit, branch or tag; in a shallow clone, fetch it first',
    );
  // a shallow clone may not reach back to where they branched
  return { commit: (await git(directory, 'merge-base', commit, 'HEAD')) || commit, top: realpathSync(top) };
}

/** Checks a revision out in a directory that is gone when `use` has ended; the working tree is not touched. */
export function withCheckout<T>(revision: Revision, use: (checkout: string) => Promise<T>): Promise<T> {
  return underway({ state: 'nothing was changed' }, () => checkedOut(revision, use));
}

async function checkedOut<T>({ top, commit }: Revision, use: (checkout: string) => Promise<T>): Promise<T> {
  await removeAbandoned(top);
  const checkout = realpathSync(mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`)));
  try {
    const { failed, stderr } = await execa(
      'git',
      [...SAFE, 'worktree', 'add', '--quiet', '--detach', checkout, commit],
      { cwd: top, reject: false },
    );
    if (failed) throw new UserError(`git cannot check out ${commit.slice(0, 12)}: ${lastLines(stderr, 1)}`);
    return await use(checkout);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
    await git(top, 'worktree', 'prune');
  }
}

/** How a checkout's directory begins; the process that made it follows. */
const PREFIX = `${TOOL}-diff-`;

/** Removes the checkouts of those that were killed. */
async function removeAbandoned(top: string): Promise<void> {
  const listed = (await git(top, 'worktree', 'list', '--porcelain')) ?? '';
  for (const [, path = ''] of listed.matchAll(/^worktree (.*)$/gm)) {
    const name = basename(path);
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (pid > 0 && !isAlive(pid)) await git(top, 'worktree', 'remove', '--force', path);
  }
}
