import { existsSync, readFileSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { madeUpSecrets } from '../lib/disk/secrets.js';
import { areEncrypted, laidPath, parseSecrets, secretsPath, withLines } from '../lib/disk/secrets-file.js';
import { attachedProgram } from '../lib/engine/attached.js';
import { requireGoesOn } from '../lib/engine/interruption.js';
import { ENCRYPTED_SECRETS, SECRET_RECIPIENTS } from '../lib/model/deployment.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { sentenceOf, UserError } from '../lib/model/user-error.js';
import { encryptSecrets, recipientsOf, withoutRecipients } from '../lib/secrets/encrypted.js';
import { fileInMemory } from '../lib/secrets/in-memory.js';
import { checkText, readKept, requireRecipients } from '../lib/secrets/kept.js';
import { ownRecipients, writeFirstRecipient } from '../lib/secrets/keys.js';
import type { SecretsPlace } from '../lib/secrets/open.js';
import { ask } from './ask.js';

/**
 * `secrets edit`: what is there, and a value for each secret that can be made up, in an editor; what comes of it is encrypted for
 * everybody on the list. A plain file is taken over. Where something is wrong, nothing is written.
 */
export async function editSecrets(place: SecretsPlace, system: SystemSpec): Promise<void> {
  const { root } = place;
  const encrypted = join(root, ENCRYPTED_SECRETS);
  const wasEncrypted = areEncrypted(root, system);
  const before = await readKept(place);
  const plain = withoutRecipients(before);
  const made = madeUpSecrets(parseSecrets(plain, secretsPath(root, system)), system);
  const file = fileInMemory('secrets.prod.env', withLines(plain, made), place.environment);
  const isFirst = !existsSync(join(root, SECRET_RECIPIENTS));
  const recipients = isFirst ? await ownRecipients(place) : requireRecipients(place);
  const after = await edited(file, root, system);
  const sameList = [...recipients].sort().join() === [...recipientsOf(before)].sort().join();
  if (wasEncrypted && after === plain && sameList) return console.log(`${encrypted} stays as it is.`);
  if (isFirst) beginList(root, recipients);
  await encryptSecrets(root, recipients, after);
  console.log(`Encrypted for ${recipients.length} of ${SECRET_RECIPIENTS}: ${encrypted}. Commit both files.`);
  for (const [name] of made) console.log(`Made up: ${name}`);
  if (wasEncrypted || !existsSync(laidPath(root, system))) return;
  rmSync(laidPath(root, system));
  console.log(`Removed: ${laidPath(root, system)}, which had the same in plain.`);
}

function beginList(root: string, [own = '']: readonly string[]): void {
  writeFirstRecipient(root, own, userInfo().username);
  console.log(`Began ${join(root, SECRET_RECIPIENTS)} with your key; others add theirs.`);
}

/** @returns the text that is right @throws UserError where it is not, and nobody is there to go on with it */
async function edited(file: string, root: string, system: SystemSpec): Promise<string> {
  const named = process.env.VISUAL || process.env.EDITOR;
  if (!named && !process.stdout.isTTY)
    throw new UserError(
      'there is no terminal for an editor, which would show the secrets to whoever reads what is printed',
      'call it in a terminal, or let EDITOR name a program that needs none',
    );
  const editor = named || 'vi';
  for (;;) {
    // an editor may have arguments, as git takes it
    const code = await attachedProgram('sh', ['-c', `${editor} "$@"`, 'sh', file], 'nothing was changed');
    requireGoesOn();
    if (code !== 0)
      throw new UserError(`${editor} ended with ${code}; nothing was changed`, 'let EDITOR name another');
    const text = readFileSync(file, 'utf8');
    try {
      checkText(root, system, text, file);
      return text;
    } catch (error) {
      if (!(error instanceof UserError) || !process.stdin.isTTY) throw error;
      console.error(sentenceOf(error));
      await ask('Enter edits it again; Ctrl-C gives it up, and nothing is changed. ');
    }
  }
}
