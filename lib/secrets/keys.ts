import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readText, writeAtomically } from '../disk/files.js';
import { type Conventions, environmentName } from '../model/conventions.js';
import { SECRET_RECIPIENTS } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { machineDirectory } from '../synth/machine.js';

/** Who keeps a key and where; people that encrypt for each other have each their own. */
export interface KeyPlace {
  readonly conventions: Conventions;
  readonly environment: NodeJS.ProcessEnv;
}

/** Where a person's key is: where the environment says, else in the folder of this user. */
export function keyPath({ conventions, environment }: KeyPlace): string {
  return (
    environment[environmentName(conventions, 'AGE_KEY')] || join(machineDirectory(environment), 'age.key')
  );
}

/**
 * The keys of whoever calls, as age writes them: one on a line, comments after `#`.
 * @throws UserError where there is none, or others can read it
 */
export function readKeys(place: KeyPlace): string[] {
  const path = keyPath(place);
  const { commands } = place.conventions;
  if (!existsSync(path))
    throw new UserError(
      `${path} is not there, and without a key nothing is decrypted`,
      `make one, and have somebody of the team add it: ${commands.program} secrets key`,
    );
  const keys = statSync(path).isFile() ? linesWithoutComments(readFileSync(path, 'utf8')) : [];
  if (keys.length === 0 || !keys.every((key) => /^AGE-SECRET-KEY-1[0-9A-Z]+$/.test(key)))
    throw new UserError(
      `${path} is no file of secret keys of age, or has a line that is none`,
      `keep the lines that begin with AGE-SECRET-KEY-1, and comments after #; ${environmentName(place.conventions, 'AGE_KEY')} names another file`,
    );
  if ((statSync(path).mode & 0o077) !== 0)
    throw new UserError(`others may read ${path}, which is a secret key`, `chmod 600 ${path}`);
  return keys;
}

/** The public keys of whoever calls; one is made where there is none yet. */
export async function ownRecipients(place: KeyPlace): Promise<string[]> {
  const path = keyPath(place);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // another call at the same moment may have made it: one of the two fails, and nothing is overwritten
    writeFileSync(path, `${await generateX25519Identity()}\n`, { mode: 0o600, flag: 'wx' });
  }
  return Promise.all(readKeys(place).map(identityToRecipient));
}

/** The team's public keys, as the source root has them; none where there is no file. @throws UserError for a line that is none */
export function readRecipients(root: string): string[] {
  const path = join(root, SECRET_RECIPIENTS);
  const lines = (readText(path) ?? '').split('\n');
  for (const [i, line] of lines.entries())
    if (withoutComment(line) !== '' && !/^age1[0-9a-z]{58}$/.test(withoutComment(line)))
      throw new UserError(
        `line ${i + 1} of ${path} is no public key of age`,
        'write age1… and behind it, after #, whose it is',
      );
  return [...new Set(linesWithoutComments(lines.join('\n')))];
}

/** Begins the list of a team with one person. */
export function writeFirstRecipient(root: string, recipient: string, whose: string): void {
  writeAtomically(join(root, SECRET_RECIPIENTS), `${recipient} # ${whose}\n`);
}

function linesWithoutComments(text: string): string[] {
  return text.split('\n').flatMap((line) => withoutComment(line) || []);
}

function withoutComment(line: string): string {
  return line.replace(/#.*/, '').trim();
}
