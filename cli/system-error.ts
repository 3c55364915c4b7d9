import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { ExecaError } from 'execa';
import type { Commands } from '../lib/model/conventions.js';
import { UserError } from '../lib/model/user-error.js';

const A_DIRECTORY = { says: 'a directory is where a file is expected', fix: 'move it away' };

/** What the system refuses when somebody may not or cannot write, and how to fix it. */
const refusals = ({
  prune,
}: Pick<Commands, 'prune'>): Readonly<Record<string, { readonly says: string; readonly fix: string }>> => ({
  EACCES: { says: 'permission denied', fix: 'give this user access (sudo chown)' },
  EPERM: { says: 'operation not permitted', fix: 'give this user access (sudo chown)' },
  EROFS: { says: 'the file system is read-only', fix: 'remount it writable, or use another directory' },
  ENOSPC: { says: 'no space is left', fix: `make room (${prune})` },
  EDQUOT: { says: 'this user may have no more space', fix: `make room (${prune})` },
  EISDIR: A_DIRECTORY,
  ERR_FS_EISDIR: A_DIRECTORY,
  ENOTDIR: { says: 'a file is where one of its directories is expected', fix: 'move it away' },
  EEXIST: { says: 'a file is where a directory is expected', fix: 'move it away' },
  ENAMETOOLONG: { says: 'the path is longer than the file system takes', fix: 'use a shorter one' },
  EMFILE: { says: 'too many files are open', fix: 'allow this user more of them (ulimit -n)' },
  EIO: { says: 'the disk does not read or write it', fix: 'see what the kernel says (dmesg)' },
  ELOOP: { says: 'a link leads back to itself', fix: 'remove it' },
});

/** The user's version of an error of the system that only the user can fix; any other error as it is. */
export function reported(error: unknown, commands: Pick<Commands, 'prune'>): unknown {
  if (!(error instanceof Error)) return error;
  // by its name: the watcher, which reports here too, does without the package
  if (error.name === 'ExecaError') return failedProgram(error as ExecaError);
  const { code = '', syscall, path } = withCode(error);
  const refusal = refusals(commands)[code];
  if (code === 'ENOENT' && !existsSync(tmpdir()))
    return new UserError(
      `${tmpdir()}, where temporary files go, is not there`,
      'let TMPDIR name a directory that is',
    );
  if (!refusal || syscall === undefined) return error;
  return new UserError(`${path ?? syscall}: ${refusal.says}`, refusal.fix);
}

/** A program of the machine that failed where nothing more is known of it: an engine that went away, for example. */
function failedProgram({ command, stderr, shortMessage }: ExecaError): UserError {
  const last = String(stderr ?? '')
    .trim()
    .split('\n')
    .at(-1);
  return new UserError(`"${command}" failed: ${last || shortMessage}`, 'run it by hand to see more');
}

/** What `rmSync` of some versions of Node says in words alone: `, Unknown error: Read-only file system '/path'`. */
function withCode(error: NodeJS.ErrnoException): Pick<NodeJS.ErrnoException, 'code' | 'syscall' | 'path'> {
  const [, words = '', path] =
    /Unknown error: ([\w -]+?)(?: '(.*)')?$/.exec(error.message.split('\n')[0] ?? '') ?? [];
  const code = IN_WORDS[words];
  return code === undefined ? error : { code, syscall: 'rm', ...(path === undefined ? {} : { path }) };
}

const IN_WORDS: Readonly<Record<string, string>> = {
  'Read-only file system': 'EROFS',
  'Permission denied': 'EACCES',
  'Operation not permitted': 'EPERM',
  'Input/output error': 'EIO',
};
