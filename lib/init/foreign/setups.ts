import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mergeCompose } from '../../compose/read/parse.js';
import type { ComposeOptions, Remark } from '../../compose/read/parsed.js';
import type { Table } from '../../compose/read/tree.js';
import { isGeneratedText } from '../../model/conventions.js';
import type { Mode } from '../../model/mode.js';
import { UsageError } from '../../model/user-error.js';
import { composeFilesIn } from '../../synth/found-files.js';
import { entriesOf, entryOf } from './attributes.js';

/** The Compose files of each mode, as they are named in the directory. */
export type ModeFiles = Readonly<Record<Mode, readonly string[]>>;

/** What people call the file that is for prod. */
const PROD = /^(docker-)?compose\.(prod|production)\.ya?ml$/;

/**
 * The files of each mode: dev's are those that Compose finds by itself, prod's are the first of them without its override,
 * with what is called prod's laid over it.
 * @returns undefined where there is none
 * @throws UsageError where one that is named does not exist
 */
export function modeFiles(directory: string, said: Partial<ModeFiles>): ModeFiles | undefined {
  const found =
    said.dev && said.prod ? [] : composeFilesIn(directory).filter((file) => !isOurs(directory, file));
  const dev = said.dev ?? (found.length > 0 ? found : said.prod);
  const prod = said.prod ?? prodOf(directory, dev ?? []);
  if (!dev || dev.length === 0) return undefined;
  for (const file of [...dev, ...prod])
    if (!existsSync(resolve(directory, file)))
      throw new UsageError(`${file} does not exist`, 'name Compose files that do');
    else if (isOurs(directory, file))
      throw new UsageError(`${file} was generated here`, 'name the files that it was made from');
  return { dev, prod };
}

function prodOf(directory: string, dev: readonly string[]): readonly string[] {
  const base = dev.filter((file, i) => i === 0 || !/override\.ya?ml$/.test(file));
  const over = readdirSync(directory)
    .filter((name) => PROD.test(name) && !isOurs(directory, name))
    .sort()[0];
  if (over === undefined) return base;
  return isWhole(directory, over) ? [over] : [...base, over];
}

/** Whether an earlier description has generated it. */
function isOurs(directory: string, file: string): boolean {
  const path = resolve(directory, file);
  return existsSync(path) && isGeneratedText(readFileSync(path, 'utf8'));
}

/** Whether a file says of each of its services what it runs. */
function isWhole(directory: string, file: string): boolean {
  const { project } = readProject(directory, [file], process.env);
  const services = entriesOf(entryOf(project, 'services'));
  return (
    services.length > 0 &&
    services.every(([, service]) => entryOf(service, 'image') ?? entryOf(service, 'build'))
  );
}

/** A project's files, merged, with what could not be read. */
export interface ReadProject {
  readonly project: Table;
  readonly name: string;
  readonly problems: readonly Remark[];
}

export function readProject(
  directory: string,
  files: readonly string[],
  env: ComposeOptions['env'],
): ReadProject {
  const readFile = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  const texts = files.map((file) => {
    const path = resolve(directory, file);
    return { path, text: readFile(path) ?? '' };
  });
  const options = { mode: 'dev' as const, root: directory, env, readFile };
  const { project, name, log } = mergeCompose(texts, { ...options, projectDirectory: directory }, true);
  return { project, name, problems: log.problems };
}

/** A word for a mode whose Compose file is not there yet. */
export function wordFor(directory: string, words: readonly string[]): string {
  const isFree = (word: string) => {
    const file = `docker-compose.${word}.yml`;
    return !existsSync(join(directory, file)) || isOurs(directory, file);
  };
  return words.find(isFree) ?? words[0] ?? '';
}
