import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeAtomically } from '../disk/files.js';
import { checkSecrets, refuseKnownSecrets } from '../disk/secrets.js';
import { areEncrypted, laidPath, parseSecrets, readSecrets, secretsPath } from '../disk/secrets-file.js';
import { SECRET_RECIPIENTS } from '../model/deployment.js';
import { secretsOf } from '../model/secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { decryptSecrets, encryptSecrets, recipientsOf } from './encrypted.js';
import { readRecipients } from './keys.js';
import type { SecretsPlace } from './open.js';

/** Prod's secrets as a text of `NAME=value` lines, wherever they are kept; empty where there are none yet. */
export async function readKept(place: SecretsPlace): Promise<string> {
  const of = { ...place, mode: 'prod' } as const;
  if (!areEncrypted(place.root, of)) return readText(laidPath(place.root, of)) ?? '';
  // with its own message where two files are there
  readSecrets(place.root, of);
  return decryptSecrets(place.root, place);
}

/** Writes them back to where they are kept: a text that was encrypted, for the team's list as it is now. */
export async function writeKept(place: SecretsPlace, text: string): Promise<void> {
  const of = { ...place, mode: 'prod' } as const;
  if (areEncrypted(place.root, of)) await encryptSecrets(place.root, requireRecipients(place), text);
  else writeAtomically(laidPath(place.root, of), text, 0o600);
}

/** The keys of the team. @throws UserError where nobody is on the list */
export function requireRecipients({ root, conventions }: SecretsPlace): string[] {
  const recipients = readRecipients(root);
  if (recipients.length > 0) return recipients;
  const path = join(root, SECRET_RECIPIENTS);
  throw new UserError(
    `${path} ${existsSync(path) ? 'names nobody' : 'is not there'}`,
    `write a public key on a line: ${conventions.commands.program} secrets key shows yours`,
  );
}

/**
 * Checks a text of secrets as a start of prod would.
 * @param path where it stands, for messages
 * @throws UserError naming the first line that is wrong, without its value
 */
export function checkText(root: string, system: SystemSpec, text: string, path: string): void {
  const known = parseSecrets(text, path);
  checkSecrets(known, system, path);
  // what is encrypted is described without being read, so no value may need another description
  for (const { name, form } of secretsOf(system)) {
    const written = known.get(name);
    if (written && form === undefined && !/^[A-Za-z0-9._~-]*$/.test(written.value))
      throw new UserError(
        `${name} (${written.at}) has a character that would have to be encoded somewhere`,
        "use letters, digits, '-', '.', '_' and '~', or give it a form in its construct: 'any text'",
      );
  }
  refuseKnownSecrets(root, system, known);
}

/** What is wrong with secrets that are kept encrypted, beside their values, in words. */
export function listProblem(place: SecretsPlace, text: string): string | undefined {
  const now = requireRecipients(place);
  const then = recipientsOf(text);
  const added = now.filter((key) => !then.includes(key)).length;
  const gone = then.filter((key) => !now.includes(key)).length;
  if (added + gone === 0) return undefined;
  const words = [
    added > 0 && `${added} of ${SECRET_RECIPIENTS} cannot open it`,
    gone > 0 && `${gone} can that are not in it any more`,
  ];
  return `${secretsPath(place.root, { ...place, mode: 'prod' })}: ${words.filter(Boolean).join(', ')}`;
}
