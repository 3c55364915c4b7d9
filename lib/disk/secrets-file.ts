import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployment, secretsFile } from '../model/deployment.js';
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

/**
 * Name → value, which is all that stands behind the first `=`, as it stands there: nothing is unquoted, cut off or put in.
 * @throws UserError naming the first line that is something else, without its value
 */
export function readSecrets(root: string, of: Secretive): Map<string, WrittenSecret> {
  const path = secretsPath(root, of);
  const known = new Map<string, WrittenSecret>();
  for (const [i, line] of textOf(path).split('\n').entries()) {
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

/** Writes lines behind what the file has; its mode is 0600 from then on. */
export function addSecrets(
  root: string,
  of: Secretive,
  secrets: readonly (readonly [string, string])[],
): void {
  const path = secretsPath(root, of);
  if (existsSync(path)) chmodSync(path, 0o600);
  // both engines read the file, even where nothing is secret
  if (secrets.length === 0 && existsSync(path)) return;
  ignoreWorkDirectory(root, of.conventions);
  const old = textOf(path);
  const lines = secrets.map(([name, value]) => `${name}=${value}\n`);
  writeAtomically(path, (old === '' || old.endsWith('\n') ? old : `${old}\n`) + lines.join(''), 0o600);
}

/** Gives secrets the values that they have from then on, in their lines or behind what the file has. */
export function replaceSecrets(
  root: string,
  of: Secretive,
  secrets: readonly (readonly [name: string, value: string])[],
): void {
  const known = readSecrets(root, of);
  const values = new Map(secrets);
  const text = textOf(secretsPath(root, of)).replaceAll(/^([A-Z_][A-Z0-9_]*)=.*$/gm, (line, name: string) => {
    const value = values.get(name);
    return value === undefined ? line : `${name}=${value}`;
  });
  if (text !== '') writeAtomically(secretsPath(root, of), text, 0o600);
  addSecrets(
    root,
    of,
    secrets.filter(([name]) => !known.has(name)),
  );
}

export function secretsPath(root: string, { conventions, mode }: Secretive): string {
  return join(root, secretsFile(conventions, mode));
}

/** The lines that are NAME=value, whatever else is in the file. */
export function linesOf(root: string, of: Secretive): { readonly name: string; readonly value: string }[] {
  return [...textOf(secretsPath(root, of)).matchAll(/^([A-Z_][A-Z0-9_]*)=(.*)$/gm)].map(
    ([, name = '', value = '']) => ({ name, value }),
  );
}

function textOf(path: string): string {
  return readText(path) ?? '';
}
