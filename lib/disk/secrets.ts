import { randomBytes } from 'node:crypto';
import type { SecretForm } from '../model/environment.js';
import {
  hexBytes,
  patternOf,
  percentEncoded,
  type SystemSecret,
  secretsOf,
  teamSecrets,
  urlVariable,
} from '../model/secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import {
  addSecrets,
  canReadSecrets,
  linesOf,
  problemOf,
  readSecrets,
  type Secretive,
  secretsPath,
  type WrittenSecret,
} from './secrets-file.js';

/** What manuals, examples and other people's systems have: the first that anybody tries. */
const KNOWN = new Set([
  ...['123456', '12345678', '123456789', 'abc123', 'admin', 'admin123', 'change-me', 'change_me'],
  ...[
    'changeit',
    'changeme',
    'changethis',
    'default',
    'demo',
    'dev',
    'docker',
    'example',
    'guest',
    'letmein',
  ],
  ...['pass', 'passw0rd', 'password', 'password1', 'password123', 'postgres', 'qwerty'],
  ...['redis', 'root', 'secret', 'secret123', 'supersecret', 'test', 'test123', 'toor', 'user', 'welcome'],
]);

/** Whether a value is one that anybody would try first, so that hiding it hides nothing. */
export function isWellKnown(value: string): boolean {
  return KNOWN.has(value.toLowerCase());
}

/**
 * Makes up each secret of a system that the file does not have and that can be made up; one that is there stays for ever. The
 * file's mode is 0600.
 */
export function ensureSecrets(root: string, system: SystemSpec): void {
  // who has no key makes nothing up
  if (!canReadSecrets(root, system)) return;
  addSecrets(root, system, madeUpSecrets(readSecrets(root, system), system));
}

/** A value for each secret that is not known, and can be made up. */
export function madeUpSecrets(
  known: ReadonlyMap<string, unknown>,
  system: SystemSpec,
): (readonly [name: string, value: string])[] {
  const missing = secretsOf(system).filter(({ name, form }) => !known.has(name) && form !== FROM_TEAM);
  return missing.map(({ name, form }) => [name, madeUp(form)]);
}

const FROM_TEAM: SecretForm = 'from the team';

/** A value that nobody knows. */
export function madeUp(form: SecretForm | undefined): string {
  const bytes = form === undefined ? undefined : hexBytes(form);
  if (bytes !== undefined) return randomBytes(bytes).toString('hex');
  return form === 'fernet'
    ? `${randomBytes(32).toString('base64url')}=`
    : randomBytes(24).toString('base64url');
}

/** The secrets that a system needs, and that nobody but its team knows: those that the file does not have. */
export function missingSecrets(root: string, system: SystemSpec): SystemSecret[] {
  if (!canReadSecrets(root, system)) return [];
  const known = readSecrets(root, system);
  return secretsOf(system).filter(({ name, form }) => form === FROM_TEAM && !known.has(name));
}

/** Notes a secret that was asked for. @throws UserError for a value that it cannot have */
export function noteSecret(root: string, system: SystemSpec, secret: SystemSecret, value: string): void {
  const problem = problemOf(value);
  if (problem) throw new UserError(`the value of ${secret.name} ${problem[0]}`, problem[1]);
  addSecrets(root, system, [[secret.name, value]]);
}

/**
 * Checks what people wrote against the secrets' forms, and that what nobody can make up is there.
 * @throws UserError naming the file, and the first line that is wrong or the lines that are missing, without any value
 */
export function requireSecrets(root: string, system: SystemSpec): void {
  checkSecrets(readSecrets(root, system), system, secretsPath(root, system));
}

/** The same of what stands in some file. */
export function checkSecrets(
  known: ReadonlyMap<string, WrittenSecret>,
  system: SystemSpec,
  path: string,
): void {
  const missing = teamSecrets(system).filter((name) => !known.has(name));
  if (missing.length > 0)
    throw new UserError(
      `${path} has no ${missing.join(', ')}, which comes from the team`,
      `write into it, without quotes: ${missing.map((name) => `${name}=…`).join(', ')}, each on a line`,
    );
  for (const secret of secretsOf(system)) {
    const written = known.get(secret.name);
    if (written) checkValue(secret, written);
  }
}

function checkValue({ name, form }: SystemSecret, { value, at }: WrittenSecret): void {
  if (form === undefined || new RegExp(patternOf(form)).test(value)) return;
  throw new UserError(
    `the value of ${name} (${at}) does not have the form "${form}"`,
    `give it one that has: ${howToMake(form)}`,
  );
}

/** What people type to get a value of a form. */
function howToMake(form: SecretForm): string {
  return form === 'fernet'
    ? "openssl rand -base64 32 | tr '+/' '-_'"
    : `openssl rand -hex ${hexBytes(form) ?? 24}`;
}

/**
 * Prod's secrets are nobody else's: neither a well-known default nor what dev has. What the team gives may be both modes'.
 * @throws UserError naming the first that is, without its value
 */
export function refuseKnownSecrets(
  root: string,
  system: SystemSpec,
  prod: ReadonlyMap<string, WrittenSecret> = readSecrets(root, { ...system, mode: 'prod' }),
): void {
  const { conventions } = system;
  const dev = readSecrets(root, { conventions, mode: 'dev' });
  const given = new Set(teamSecrets(system));
  for (const [name, { value }] of prod) {
    const isKnown = isWellKnown(value) || value.toLowerCase() === conventions.name;
    if (!isKnown && (given.has(name) || dev.get(name)?.value !== value)) continue;
    throw new UserError(
      `${name} in ${secretsPath(root, { conventions, mode: 'prod' })} is ${isKnown ? 'a well-known default' : 'the same as in dev'}`,
      'choose a value for prod (openssl rand -hex 24); an existing database must be told too (ALTER ROLE)',
    );
  }
}

/** What Compose puts into a file, as it stands: each secret's value, and the same as it stands in a URL. */
export function secretVariables(root: string, system: SystemSpec): Record<string, string> {
  const known = readSecrets(root, system);
  return Object.fromEntries(
    secretsOf(system).flatMap(({ name }) => {
      const value = known.get(name)?.value;
      if (value === undefined) return [];
      return [
        [name, value],
        [urlVariable(name), percentEncoded(value)],
      ];
    }),
  );
}

/** The secrets of a file whose values some URL, or some reader of the file, would not take as they stand. */
export function unusualSecrets(root: string, of: Secretive): string[] {
  return linesOf(root, of).flatMap(({ name, value }) => (/^[A-Za-z0-9._~-]*$/.test(value) ? [] : [name]));
}
