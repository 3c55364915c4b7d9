import { lastLines } from '../engine/last-lines.js';
import type { Commands } from '../model/conventions.js';
import { UserError } from '../model/user-error.js';
import { type Repository, shownLocation } from './repository.js';

/** What restic says → what it means to whoever reads it. */
const MEANINGS: readonly (readonly [
  pattern: RegExp,
  means: (
    where: string,
    repository: Repository,
    commands: Pick<Commands, 'program'>,
    said: string,
  ) => readonly [what: string, fix: string],
])[] = [
  [
    /wrong password or no key found/i,
    (where, { passwordFile }) => [
      `the password in ${passwordFile} does not open the backups at ${where}`,
      'put the password there that they were made with; RESTIC_PASSWORD_FILE names another file',
    ],
  ],
  [
    /is already locked/i,
    (where) => [
      `the backups at ${where} are in use by another program`,
      'wait until it has ended; if it was killed: restic unlock',
    ],
  ],
  [
    /no space left on device|disk quota exceeded/i,
    (where) => [
      `no space is left at ${where}`,
      'make room there, and call it again; what was begun does not count',
    ],
  ],
  [
    /config (file )?already (exists|initialized)/i,
    (where) => [`there are backups at ${where} already`, 'go on with them, or name another place'],
  ],
  [
    /repository does not exist|unable to open config file|is there a repository at/i,
    (where, _, { program }) => [
      `there are no backups at ${where}`,
      `${program} backup init begins them there`,
    ],
  ],
  [
    /ciphertext verification failed|is damaged|invalid repository|^panic: |invalid data returned|contains errors|LoadIndex returned errors|not found in repository|no matching ID|unexpected (EOF|end of JSON|file size)|hash mismatch|ReadFull\(|invalid character/im,
    (where, _, __, said) => [
      `the backups at ${where} are damaged: ${damageIn(said)}`,
      'restic check says where else; use another copy of them, and take a new backup',
    ],
  ],
];

/** What to say where restic failed. @param said what it wrote to its standard error */
export function resticError(
  said: string,
  repository: Repository,
  commands: Pick<Commands, 'program'>,
): UserError {
  const where = shownLocation(repository);
  const meant = MEANINGS.find(([pattern]) => pattern.test(said));
  if (!meant) return new UserError(`restic, at ${where}: ${lastLines(said, 1) || 'it ended without a word'}`);
  return new UserError(...meant[1](where, repository, commands, said));
}

/** @param setup what installs it */
export function noRestic(setup: string): UserError {
  return new UserError(
    'restic, which makes the backups, is not installed',
    `sudo apt-get install restic, or ${setup}`,
  );
}

/** The line that says most: the last one tells that something was wrong. */
function damageIn(said: string): string {
  // where restic did not expect it, a trace of its own follows
  const [own = ''] = said.split(/\n(?=main\.|goroutine |github\.com\/)/);
  const lines = own.split('\n').map((line) => line.trim().replace(/^(Fatal|error): /i, ''));
  const telling = lines.filter(
    (line) => line !== '' && !/contains errors|returned errors?$|^error for/i.test(line),
  );
  return (telling.at(-1) ?? lastLines(said, 1)).replace(/[0-9a-f]{64}/g, (id) => id.slice(0, 10));
}
