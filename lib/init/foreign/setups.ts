import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { mergeCompose } from '../../compose/read/parse.js';
import type { ComposeOptions, Remark } from '../../compose/read/parsed.js';
import { projectName } from '../../compose/read/read-system.js';
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

/** What people call Compose files. */
const COMPOSE = /^(docker-)?compose([._-].*)?\.ya?ml$/;

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
  const home = dirname(base[0] ?? '.');
  const over = readdirSync(join(directory, home))
    .filter((name) => PROD.test(name))
    .map((name) => join(home, name))
    .filter((file) => !isOurs(directory, file))
    .sort()[0];
  if (over === undefined) return base;
  return isWhole(directory, over) ? [over] : [...base, over];
}

/** What looks like a Compose file of somebody's and is not found by its name or its place, relative to the directory. */
export function otherComposeFiles(directory: string): string[] {
  const below = (path: string, depth: number): string[] =>
    readdirSync(join(directory, path), { withFileTypes: true }).flatMap((entry) => {
      const its = join(path, entry.name);
      if (entry.isDirectory())
        return depth === 0 || /^\.|^node_modules$/.test(entry.name) ? [] : below(its, depth - 1);
      return COMPOSE.test(entry.name) && !isOurs(directory, its) ? [its] : [];
    });
  const levels = (path: string) => path.split('/').length;
  return below('', 2).sort((a, b) => levels(a) - levels(b) || (a < b ? -1 : 1));
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
  /** Where Compose reads variables from, relative to the root, the last winning; the project's own need not be there yet. */
  readonly envFiles: readonly string[];
  /** Profiles that COMPOSE_PROFILES activates. */
  readonly active: ReadonlySet<string>;
  readonly problems: readonly Remark[];
}

/** What Compose takes paths of files to be relative to: where the first of them lies. */
export function projectDirectory(root: string, files: readonly string[]): string {
  return dirname(resolve(root, files[0] ?? ''));
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
  const around = { mode: 'dev' as const, root: directory, env, readFile };
  const home = projectDirectory(directory, files);
  const options = { ...around, projectDirectory: home };
  const { project, name, active, includedEnvFiles, log } = mergeCompose(texts, options, true);
  const own = join(home, '.env');
  const envFiles = [...includedEnvFiles.filter((file) => file !== own && existsSync(file)), own];
  return {
    ...{
      project,
      active,
      envFiles: envFiles.map((file) => relative(directory, file)),
      problems: log.problems,
    },
    // a directory below is called after what is in it: docker
    name: home !== directory && name === projectName(home) ? basename(directory) : name,
  };
}

/** A word for a mode whose Compose file is not there yet. */
export function wordFor(directory: string, words: readonly string[]): string {
  const isFree = (word: string) => {
    const file = `docker-compose.${word}.yml`;
    return !existsSync(join(directory, file)) || isOurs(directory, file);
  };
  return words.find(isFree) ?? words[0] ?? '';
}
