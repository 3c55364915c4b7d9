import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Named } from '../model/conventions.js';
import { type Deployment, secretsFile } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { writeAtomically } from './files.js';

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

/** Whose secrets: every system of a source root has those of its mode. */
type Secretive = Pick<Deployment, 'conventions' | 'mode'>;

/**
 * Makes sure that each named secret has a value: a new one is 24 random bytes, one that is there stays for ever.
 * The file's mode is 0600.
 */
export function ensureSecrets(root: string, of: Secretive, names: readonly string[]): void {
  const path = join(root, secretsFile(of.conventions, of.mode));
  if (existsSync(path)) chmodSync(path, 0o600);
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const known = knownSecrets(root, of);
  const missing = names.filter((name) => !known.has(name));
  // both engines read the file, even where nothing is secret
  if (missing.length === 0 && existsSync(path)) return;
  const lines = missing.map((name) => `${name}=${randomBytes(24).toString('base64url')}\n`);
  writeAtomically(path, (old === '' || old.endsWith('\n') ? old : `${old}\n`) + lines.join(''), 0o600);
}

/**
 * Prod's secrets are nobody else's: neither a well-known default nor what dev has.
 * @throws UserError naming the first that is, without its value
 */
export function refuseKnownSecrets(root: string, { conventions }: Pick<Named, 'conventions'>): void {
  const dev = knownSecrets(root, { conventions, mode: 'dev' });
  for (const [name, value] of knownSecrets(root, { conventions, mode: 'prod' })) {
    const isKnown = KNOWN.has(value.toLowerCase()) || value.toLowerCase() === conventions.name;
    if (!isKnown && dev.get(name) !== value) continue;
    throw new UserError(
      `${name} in ${join(root, secretsFile(conventions, 'prod'))} is ${isKnown ? 'a well-known default' : 'the same as in dev'}`,
      'choose a value for prod (openssl rand -hex 24); an existing database must be told too (ALTER ROLE)',
    );
  }
}

/** Values that every engine, shell and URL takes as they stand. */
const SAFE = /^[A-Za-z0-9._~-]+$/;

/**
 * Name → value. Only what both engines, and the URLs that a value becomes a part of, read the same is taken: Compose would
 * unquote, cut comments off and put in variables, Terraform would not.
 * @throws UserError naming the first line that is something else, without its value
 */
export function knownSecrets(root: string, { conventions, mode }: Secretive): Map<string, string> {
  const path = join(root, secretsFile(conventions, mode));
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const known = new Map<string, string>();
  for (const [i, line] of lines.entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value = ''] = /^([A-Z_][A-Z0-9_]*)=(.*)$/s.exec(line) ?? [];
    const at = `line ${i + 1} of ${path}`;
    if (name === undefined)
      throw new UserError(
        `${at} is not NAME=value`,
        'write it like that, without quotes, "export" or spaces',
      );
    if (known.has(name)) throw new UserError(`${at} is a second ${name}`, 'keep one of them');
    if (!SAFE.test(value))
      throw new UserError(
        `the value of ${name} (${at}) is empty or has characters that engines and URLs read differently`,
        'use letters, digits, ".", "_", "~" and "-" (openssl rand -hex 24); an existing database must be told too (ALTER ROLE)',
      );
    known.set(name, value);
  }
  return known;
}
