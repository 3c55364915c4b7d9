import { join } from 'node:path';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { startOf } from '../lib/deploy/start-words.js';
import { madeUp } from '../lib/disk/secrets.js';
import { areEncrypted, parseSecrets, secretsPath } from '../lib/disk/secrets-file.js';
import { settling, underway } from '../lib/engine/interruption.js';
import { dataSecrets } from '../lib/model/data-secret.js';
import { SECRET_RECIPIENTS } from '../lib/model/deployment.js';
import { secretsOf } from '../lib/model/secret.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { UsageError, UserError } from '../lib/model/user-error.js';
import { withoutRecipients } from '../lib/secrets/encrypted.js';
import { checkText, listProblem, readKept, writeKept } from '../lib/secrets/kept.js';
import { keyPath, ownRecipients, readRecipients } from '../lib/secrets/keys.js';
import type { SecretsPlace } from '../lib/secrets/open.js';
import { filesOf, planRotation } from '../lib/secrets/rotate.js';
import { describe } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { editSecrets } from './edit-secrets.js';

export type SecretsWord = 'key' | 'edit' | 'check' | 'rotate';

/** `secrets`: prod's, wherever they are kept. */
export async function secrets(project: Project, what: SecretsWord, name: string | undefined): Promise<void> {
  if (name !== undefined && what !== 'rotate')
    throw new UsageError('too many arguments: 2 given, 1 taken', 'only rotate takes a name');
  const settings = readSettings(project);
  const { conventions, sourceRoot: root } = settings;
  const place: SecretsPlace = { root, conventions, environment: process.env };
  if (what === 'key') return showKey(place);
  const system = describe(settings).systems.prod;
  if (what === 'edit') return editSecrets(place, system);
  if (what === 'check') return check(place, system);
  return rotate(place, system, name);
}

async function showKey(place: SecretsPlace): Promise<void> {
  const list = readRecipients(place.root);
  for (const key of await ownRecipients(place)) {
    console.log(key);
    const path = join(place.root, SECRET_RECIPIENTS);
    console.error(list.includes(key) ? `It is in ${path}.` : `It is not in ${path} yet: add it, on a line.`);
  }
  console.error(`The secret key is in ${keyPath(place)}: keep a copy of it where nobody else comes.`);
}

async function check(place: SecretsPlace, system: SystemSpec): Promise<void> {
  const { root } = place;
  const path = secretsPath(root, system);
  const text = await readKept(place);
  checkText(root, system, withoutRecipients(text), path);
  const known = parseSecrets(text, path);
  const missing = secretsOf(system).filter(({ name }) => !known.has(name));
  const { program } = place.conventions.commands;
  if (missing.length > 0)
    throw new UserError(
      `${path} has no ${missing.map(({ name }) => name).join(', ')}`,
      areEncrypted(root, system)
        ? `${program} secrets edit makes it up`
        : `the next start of prod makes it up: ${place.conventions.commands.prod}`,
    );
  if (!areEncrypted(root, system))
    return console.log(`ok: ${path}, in plain; ${program} secrets edit encrypts it.`);
  const problem = listProblem(place, text);
  if (problem !== undefined) throw new UserError(problem, `encrypt it anew: ${program} secrets edit`);
  console.log(
    `ok: ${path} has ${secretsOf(system).length} secrets, encrypted for all of ${SECRET_RECIPIENTS}.`,
  );
}

async function rotate(place: SecretsPlace, system: SystemSpec, name: string | undefined): Promise<void> {
  const { program } = place.conventions.commands;
  const prod = startOf({ ...system, sourceRoot: place.root }, 'prod');
  const all = secretsOf(system);
  const secret = all.find((each) => each.name === name);
  if (!secret)
    throw new UsageError(
      name === undefined ? 'the name of the secret is missing' : `there is no secret ${name}`,
      `use one of ${all.map((each) => each.name).join(', ')}`,
    );
  if (secret.form === 'from the team')
    throw new UserError(
      `${secret.name} comes from the team, and nobody here can make one up`,
      `write it: ${program} secrets edit`,
    );
  const path = secretsPath(place.root, system);
  const text = await readKept(place);
  const before = parseSecrets(withoutRecipients(text), path).get(secret.name)?.value;
  if (before === undefined)
    throw new UserError(`${path} has no ${secret.name} yet`, `start prod, which makes it up: ${prod}`);
  const isData = dataSecrets(system).some((data) => data.secret === secret.name);
  // whether there is data of it, an engine alone knows
  if (isData || filesOf(system, secret.name).size > 0) await requireEngine(place.conventions.commands);
  const rotation = await planRotation(place.root, system, secret.name);
  const after = madeUp(secret.form);
  const line = new RegExp(`^${secret.name}=.*$`, 'm');
  const write = () =>
    writeKept(
      place,
      text.replace(line, () => `${secret.name}=${after}`),
    );
  // a database that knows another one than the file would open to nobody
  await underway({ state: `${secret.name} is being changed` }, () =>
    settling(() => rotation.run(before, after, write)),
  );
  const told = rotation.databases.length > 0 ? `, and ${rotation.databases.join(', ')} knows it` : '';
  console.log(`${secret.name} is a new one in ${path}${told}.`);
  console.log(
    told === ''
      ? `The next release of prod has it: ${prod}`
      : `Who has the earlier one cannot sign in again until prod is released: ${prod}`,
  );
}
