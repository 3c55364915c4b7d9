import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { writeAtomically } from '../disk/files.js';
import { ENCRYPTED_SECRETS, SECRET_RECIPIENTS } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { type KeyPlace, keyPath, readKeys } from './keys.js';

/** How the text begins: age does not tell for whom a file is encrypted. */
const FOR = '# for ';

/**
 * The text of a team's encrypted secrets.
 * @throws UserError where there is no key, none that opens it, or the file is damaged
 */
export async function decryptSecrets(root: string, place: KeyPlace): Promise<string> {
  const path = join(root, ENCRYPTED_SECRETS);
  const keys = readKeys(place);
  let data: Uint8Array;
  try {
    data = armor.decode(readFileSync(path, 'utf8'));
  } catch {
    throw new UserError(
      `${path} is not what age writes, or damaged`,
      `take it from git again: git checkout -- ${path}`,
    );
  }
  const decrypter = new Decrypter();
  for (const key of keys) decrypter.addIdentity(key);
  try {
    return await decrypter.decrypt(data, 'text');
  } catch (error) {
    if (/no identity/i.test((error as Error).message))
      throw new UserError(
        `${path} is not encrypted for the key in ${keyPath(place)}`,
        `have somebody who can open it add your public key to ${SECRET_RECIPIENTS}, and call: ${place.conventions.commands.program} secrets edit`,
      );
    throw new UserError(
      `${path} is damaged: ${(error as Error).message}`,
      `take it from git again: git checkout -- ${path}`,
    );
  }
}

/** Writes the text, encrypted for some, so that git shows it as lines. @param text `NAME=value` lines */
export async function encryptSecrets(
  root: string,
  recipients: readonly string[],
  text: string,
): Promise<void> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const whole = `${FOR}${[...recipients].sort().join(' ')}\n${withoutRecipients(text)}`;
  writeAtomically(join(root, ENCRYPTED_SECRETS), `${armor.encode(await encrypter.encrypt(whole))}\n`);
}

/** For whom a text was encrypted. */
export function recipientsOf(text: string): string[] {
  const first = text.split('\n')[0] ?? '';
  return first.startsWith(FOR) ? first.slice(FOR.length).split(' ') : [];
}

/** What people wrote of it. */
export function withoutRecipients(text: string): string {
  return text.startsWith(FOR) ? text.slice(text.indexOf('\n') + 1) : text;
}
