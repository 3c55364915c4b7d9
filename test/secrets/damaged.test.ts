import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { reported } from '../../cli/system-error.js';
import { secretValues } from '../../lib/agents/secret-values.js';
import { readSecrets } from '../../lib/disk/secrets-file.js';
import { ENCRYPTED_SECRETS, SECRET_RECIPIENTS } from '../../lib/model/deployment.js';
import { UserError } from '../../lib/model/user-error.js';
import { decryptSecrets } from '../../lib/secrets/encrypted.js';
import { ownRecipients, readRecipients } from '../../lib/secrets/keys.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';

let key: string;
let recipient: string;
let whole: string;
beforeAll(async () => {
  key = await generateX25519Identity();
  recipient = await identityToRecipient(key);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  whole = armor.encode(await encrypter.encrypt('A=b\n'));
});

const placeOf = (root: string) => ({
  ...{ root, conventions: CONVENTIONS },
  environment: { OPSCONDUCTOR_AGE_KEY: join(root, 'age.key') },
});

/** Each file of secrets, and what reads it. */
const FILES: Readonly<Record<string, (root: string) => Promise<unknown>>> = {
  [ENCRYPTED_SECRETS]: (root) => decryptSecrets(root, placeOf(root)),
  [SECRET_RECIPIENTS]: async (root) => readRecipients(root),
  'age.key': (root) => ownRecipients(placeOf(root)),
  '.opsconductor/secrets.prod.env': async (root) =>
    readSecrets(root, { conventions: CONVENTIONS, mode: 'prod' }),
};

/** Who has none yet begins one. */
const NONE = [`${SECRET_RECIPIENTS} empty`, '.opsconductor/secrets.prod.env empty'];

/** A file of a newer version of age, whose text nobody here can read. */
const newer = () => {
  const text = new TextDecoder('latin1')
    .decode(armor.decode(whole))
    .replace('age-encryption.org/v1', 'age-encryption.org/v9');
  return armor.encode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
};

const DAMAGES: readonly (readonly [how: string, damage: (path: string) => void])[] = [
  ['truncated', (path) => writeFileSync(path, whole.slice(0, 80))],
  ['empty', (path) => writeFileSync(path, '')],
  ['a directory', (path) => mkdirSync(path)],
  ['of a newer version', (path) => writeFileSync(path, newer())],
  ['full of paths', (path) => writeFileSync(path, '../../etc/passwd\n')],
];

describe.each(Object.entries(FILES))('%s is a line for its user', (file, read) => {
  it.each(DAMAGES)('where it is %s', async (how, damage) => {
    const root = plant({
      '.opsconductor/.gitignore': '*\n',
      ...(file === 'age.key' ? {} : { 'age.key': `${key}\n` }),
    });
    if (file !== 'age.key') chmodSync(join(root, 'age.key'), 0o600);
    damage(join(root, file));
    const error = await read(root).then(
      () => undefined,
      (thrown: unknown) => reported(thrown, CONVENTIONS.commands),
    );
    if (NONE.includes(`${file} ${how}`)) return expect(error).toBeUndefined();
    expect(error).toBeInstanceOf(UserError);
    const { message, fix } = error as UserError;
    expect(message).toMatch(/^[^\n]+$/);
    expect(message).toContain(file);
    expect(fix).toMatch(/^[^\n]+$/);
    expect(message).not.toContain(key);
  });
});

it.each(DAMAGES)('an agent is told no less where a file of secrets is %s', (_, damage) => {
  const root = plant({ '.opsconductor/.gitignore': '*\n', '.env': 'TOKEN=q7-Zx91kLm\n' });
  damage(join(root, '.opsconductor/secrets.prod.env'));
  expect(secretValues(root, CONVENTIONS, {})).toContain('q7-Zx91kLm');
});
