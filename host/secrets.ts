import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORK_DIRECTORY } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { writeAtomically } from './files.js';

/** Relative to the source root: `NAME=value` lines, read by both engines. */
export function secretsFile(mode: Mode): string {
  return `${WORK_DIRECTORY}/secrets.${mode}.env`;
}

/**
 * Makes sure that each named secret has a value: a new one is 24 random bytes, one that is there stays for ever.
 * The file's mode is 0600.
 */
export function ensureSecrets(root: string, mode: Mode, names: readonly string[]): void {
  const path = join(root, secretsFile(mode));
  if (existsSync(path)) chmodSync(path, 0o600);
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const known = new Set([...old.matchAll(/^([A-Z0-9_]+)=/gm)].map((match) => match[1]));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  const lines = missing.map((name) => `${name}=${randomBytes(24).toString('base64url')}\n`);
  writeAtomically(path, (old === '' || old.endsWith('\n') ? old : `${old}\n`) + lines.join(''), 0o600);
}
