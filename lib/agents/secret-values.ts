import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvFile } from '../compose/read/dotenv.js';
import { readText } from '../disk/files.js';
import { areEncrypted, linesOf, secretsPath } from '../disk/secrets-file.js';
import type { Conventions } from '../model/conventions.js';
import { MODES } from '../model/mode.js';
import { hasSecret, isSecret } from '../rules/safety/secret-texts.js';

/**
 * What nobody else is to see of a source root and of a shell: all that stands in the files of secrets, what files of variables have
 * beside plain words, and what the shell calls a secret.
 */
export function secretValues(
  root: string,
  conventions: Conventions,
  environment: Readonly<NodeJS.ProcessEnv>,
): string[] {
  // what is kept encrypted is known as this process has opened it
  const secrets = MODES.flatMap((mode) =>
    areEncrypted(root, { mode })
      ? linesOf(root, { conventions, mode })
      : valuesIn(secretsPath(root, { conventions, mode })),
  );
  const variables = envFiles(root, conventions).flatMap((file) => valuesIn(join(root, file)));
  return [
    ...secrets.map(({ value }) => value),
    ...variables.flatMap(({ name, value }) => (isSecret(name, value) || !PLAIN.test(value) ? [value] : [])),
    ...Object.entries(environment).flatMap(([name, value = '']) =>
      isSecret(name, value) || hasSecret(value) ? [value] : [],
    ),
  ];
}

/** What tells nothing: a word, a number, an address without a password, a path. */
const PLAIN =
  /^(|\d{1,6}(\.\d+)?|[A-Za-z]+([-_. ][A-Za-z0-9]+)*|\w{1,5}|[a-z]+:\/\/[^\s@]*|\.{0,2}\/\S*|[\w.-]+(:\d{1,5})?(,[\w.-]+(:\d{1,5})?)+|[\d.]+(:\d+)?|[A-Za-z][\w.-]*:\d{1,5})$/;

/** `.env`, `.env.local`, `api.env`; what is an example has nobody's secrets. */
const ENV_FILE = /^(?!.*(example|sample|template|dist)$)(\.env(\..+)?|.+\.env)$/;

/** Those that Compose is given, and those in the source root and in each directory of it. */
function envFiles(root: string, { envFile = [] }: Pick<Conventions, 'envFile'>): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  const below = entries.flatMap((entry) =>
    entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name)
      ? filesIn(join(root, entry.name)).map((name) => `${entry.name}/${name}`)
      : [],
  );
  return [...new Set([...[envFile].flat(), ...filesIn(root), ...below])];
}

/** Those of a directory; none of one that nobody may read. */
function filesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isFile() && ENV_FILE.test(entry.name) ? [entry.name] : []));
  } catch {
    return [];
  }
}

/** As Compose reads them, and as they stand there. */
function valuesIn(path: string): { readonly name: string; readonly value: string }[] {
  const text = textOf(path);
  const read = [...parseEnvFile(text, new Map()), ...parseEnvFile(text, new Map(), true)];
  return read.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value: value.trim() }]));
}

/** What this process may not read it does not show either. */
function textOf(path: string): string {
  try {
    return readText(path) ?? '';
  } catch {
    return '';
  }
}
