import { existsSync, lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { onExit } from 'signal-exit';
import { ignoreWorkDirectory } from '../disk/files.js';
import { areEncrypted, holdSecrets, laidPath, readSecrets, secretsPath } from '../disk/secrets-file.js';
import { UserError } from '../model/user-error.js';
import { fileInMemory } from './in-memory.js';
import type { KeyPlace } from './keys.js';

/** Whose prod secrets: the system's of a source root, absolute. */
export interface SecretsPlace extends KeyPlace {
  readonly root: string;
}

/**
 * Decrypts what a team has committed, into this process's memory. Where that does not go, what needs a secret says why, and
 * nothing else is refused: most commands need none.
 */
export async function openSecrets({ root, ...place }: SecretsPlace): Promise<void> {
  const of = { ...place, mode: 'prod' } as const;
  if (!areEncrypted(root, of)) return;
  try {
    // what Terraform calls finds them laid down
    if (
      lstatSync(laidPath(root, of), { throwIfNoEntry: false })?.isSymbolicLink() &&
      existsSync(laidPath(root, of))
    )
      return;
    requireOneFile({ root, ...place });
    // who has no such file waits for no cipher to be loaded
    const { decryptSecrets } = await import('./encrypted.js');
    holdSecrets(root, await decryptSecrets(root, place));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    holdSecrets(root, error);
  }
}

/**
 * Does something while the secrets lie where Terraform reads them: in a file in memory, to which a link leads.
 * @throws UserError where they cannot be decrypted
 */
export async function withSecretsLaid<T>(
  { root, ...place }: SecretsPlace,
  work: () => Promise<T>,
): Promise<T> {
  const of = { ...place, mode: 'prod' } as const;
  if (!areEncrypted(root, of)) return work();
  // with its own message where they are not there
  readSecrets(root, of);
  const { decryptSecrets } = await import('./encrypted.js');
  const link = laidPath(root, of);
  ignoreWorkDirectory(root, place.conventions);
  const file = fileInMemory('secrets.prod.env', await decryptSecrets(root, place), place.environment);
  // of a run that was killed
  rmSync(link, { force: true });
  symlinkSync(file, link);
  const end = () => {
    // another command may have laid down its own
    if (linkedTo(link) === file) rmSync(link, { force: true });
  };
  const stopHeeding = onExit(end);
  try {
    return await work();
  } finally {
    end();
    stopHeeding();
  }
}

function linkedTo(link: string): string | undefined {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(link) : undefined;
}

/** Which of the two would be right is not known here. @throws UserError where both are there */
function requireOneFile({ root, conventions }: SecretsPlace): void {
  const of = { conventions, mode: 'prod' } as const;
  const plain = laidPath(root, of);
  if (!lstatSync(plain, { throwIfNoEntry: false })?.isFile()) return;
  const here = (path: string) => relative(process.cwd(), resolve(path));
  throw new UserError(
    `prod's secrets are in ${here(secretsPath(root, of))} and in ${here(plain)}, and only one of the two counts`,
    `remove the one that is not right; ${conventions.commands.program} secrets edit makes the first from the second`,
  );
}
