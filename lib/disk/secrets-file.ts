import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployment, ENCRYPTED_SECRETS, secretsFile } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { ignoreWorkDirectory, readText, writeAtomically } from './files.js';

/** Whose secrets: every system of a source root has those of its mode. */
export type Secretive = Pick<Deployment, 'conventions' | 'mode'>;

/** A secret as the file has it. */
export interface WrittenSecret {
  readonly value: string;
  /** `line 2 of /path`. */
  readonly at: string;
}

/** What this process has decrypted, or why it could not: path → that. It is in memory alone. */
const opened = new Map<string, string | UserError>();

/** Whether the secrets of a mode are committed, encrypted: then they are in no file that could be read here. */
export function areEncrypted(root: string, { mode }: Pick<Secretive, 'mode'>): boolean {
  return mode === 'prod' && existsSync(join(root, ENCRYPTED_SECRETS));
}

/** Has everything here read what was decrypted, or refuses it with why it was not. */
export function holdSecrets(root: string, text: string | UserError): void {
  opened.set(join(root, ENCRYPTED_SECRETS), text);
}

/** Whether what the secrets are can be known here: who only describes a system, or looks at it, needs no key. */
export function canReadSecrets(root: string, of: Secretive): boolean {
  return (
    !areEncrypted(root, of) ||
    typeof opened.get(join(root, ENCRYPTED_SECRETS)) === 'string' ||
    existsSync(laidPath(root, of))
  );
}

/**
 * Name → value, which is all that stands behind the first `=`, as it stands there: nothing is unquoted, cut off or put in.
 * @throws UserError naming the first line that is something else, without its value
 */
export function readSecrets(root: string, of: Secretive): Map<string, WrittenSecret> {
  return parseSecrets(textOf(root, of), secretsPath(root, of));
}

/** The same of a text. @param path where it stands, for messages */
export function parseSecrets(text: string, path: string): Map<string, WrittenSecret> {
  const known = new Map<string, WrittenSecret>();
  for (const [i, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value = ''] = /^([A-Z_][A-Z0-9_]*)=(.*)$/s.exec(line) ?? [];
    const at = `line ${i + 1} of ${path}`;
    if (name === undefined)
      throw new UserError(
        `${at} is not NAME=value`,
        'write it like that, without quotes, "export" or spaces',
      );
    if (known.has(name)) throw new UserError(`${at} is a second ${name}`, 'keep one of them');
    const problem = problemOf(value);
    if (problem) throw new UserError(`the value of ${name} (${at}) ${problem[0]}`, problem[1]);
    known.set(name, { value, at });
  }
  return known;
}

/** What is wrong with a value that nobody would read as it was meant. */
export function problemOf(value: string): readonly [problem: string, fix: string] | undefined {
  if (value === '') return ['is empty', 'write a value, or remove the line to have one made up'];
  if (/[\p{Cc}\p{Zl}\p{Zp}\ufeff]|\p{Surrogate}/u.test(value))
    return [
      'has a character that cannot be printed',
      'end the line with a line feed alone, and write no tabs',
    ];
  // Terraform would compose it
  if (value.normalize('NFC') !== value)
    return ['has a character in parts, not composed (NFC)', 'type it anew, or use another'];
  if (value.trim() !== value) return ['begins or ends with a blank', 'remove the blank'];
  if (/^(["']).*\1$/s.test(value))
    return ['stands in quotes, which would be part of it', 'remove the quotes'];
  return undefined;
}

/**
 * Writes lines behind what the file has; its mode is 0600 from then on.
 * @throws UserError where the file is encrypted: that is written by its own command
 */
export function addSecrets(
  root: string,
  of: Secretive,
  secrets: readonly (readonly [string, string])[],
): void {
  if (areEncrypted(root, of)) {
    if (secrets.length === 0) return;
    const names = secrets.map(([name]) => name).join(', ');
    throw new UserError(
      `${secretsPath(root, of)} has no ${names}`,
      `add what is missing: ${of.conventions.commands.program} secrets edit`,
    );
  }
  const path = secretsPath(root, of);
  if (existsSync(path)) chmodSync(path, 0o600);
  // both engines read the file, even where nothing is secret
  if (secrets.length === 0 && existsSync(path)) return;
  ignoreWorkDirectory(root, of.conventions);
  const old = readText(path) ?? '';
  writeAtomically(path, withLines(old, secrets), 0o600);
}

/**
 * Gives secrets the values that they have from then on, in their lines or behind what the file has.
 * @throws UserError where the file is encrypted, and has others
 */
export function replaceSecrets(
  root: string,
  of: Secretive,
  secrets: readonly (readonly [name: string, value: string])[],
): void {
  const known = readSecrets(root, of);
  const changed = new Map(secrets.filter(([name, value]) => known.get(name)?.value !== value));
  if (changed.size === 0) return;
  const path = secretsPath(root, of);
  if (areEncrypted(root, of))
    throw new UserError(
      `${path} has other values than the data was written with: ${[...changed.keys()].join(', ')}`,
      `give it those: ${of.conventions.commands.program} secrets edit`,
    );
  const old = readText(path);
  const text = old?.replaceAll(/^([A-Z_][A-Z0-9_]*)=.*$/gm, (line, name: string) => {
    const value = changed.get(name);
    return value === undefined ? line : `${name}=${value}`;
  });
  if (text !== undefined) writeAtomically(path, text, 0o600);
  addSecrets(
    root,
    of,
    [...changed].filter(([name]) => !known.has(name)),
  );
}

/** A file's text with lines behind it. */
export function withLines(text: string, secrets: readonly (readonly [string, string])[]): string {
  const lines = secrets.map(([name, value]) => `${name}=${value}\n`);
  return (text === '' || text.endsWith('\n') ? text : `${text}\n`) + lines.join('');
}

/** Where a mode's secrets are kept: the file that people write. */
export function secretsPath(root: string, of: Secretive): string {
  return areEncrypted(root, of) ? join(root, ENCRYPTED_SECRETS) : laidPath(root, of);
}

/** Where they are as Terraform reads them; for as long as it runs, where they are kept encrypted. */
export function laidPath(root: string, { conventions, mode }: Secretive): string {
  return join(root, secretsFile(conventions, mode));
}

/** The lines that are NAME=value, whatever else is in the file; none of one that was not decrypted. */
export function linesOf(root: string, of: Secretive): { readonly name: string; readonly value: string }[] {
  if (!canReadSecrets(root, of)) return [];
  return [...textOf(root, of).matchAll(/^([A-Z_][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
}

/** @throws UserError with why it could not be decrypted */
function textOf(root: string, of: Secretive): string {
  const held = areEncrypted(root, of) ? opened.get(join(root, ENCRYPTED_SECRETS)) : undefined;
  if (held instanceof UserError) throw held;
  return held ?? readText(laidPath(root, of)) ?? '';
}
