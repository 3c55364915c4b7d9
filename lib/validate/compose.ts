import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { DiskFacts } from '../disk/facts.js';
import type { Conventions } from '../model/conventions.js';
import type { Facts } from '../model/facts.js';
import type { Mode } from '../model/mode.js';
import { UsageError } from '../model/user-error.js';
import { relativeTo, repositoryOf } from '../report/paths.js';
import { readSetup, type Setup } from './compose-setup.js';
import { locator, type Subject } from './subject.js';

/** A Compose setup as it is named on the command line; paths are relative to where the script was called from. */
export interface ComposeFiles {
  readonly compose?: readonly string[];
  readonly dev?: readonly string[];
  readonly prod?: readonly string[];
  readonly root?: string;
  readonly envFile?: readonly string[];
  readonly profile?: readonly string[];
}

/**
 * The systems of Compose files, against the directory that they lie in, or the one above it in the same repository that has
 * all that they name.
 * @throws UserError for a file or a directory that is not there
 */
export async function composeSubject(
  calledFrom: string,
  conventions: Conventions,
  options: ComposeFiles,
): Promise<Subject> {
  const { compose = [], dev = [], prod = [] } = options;
  const first = [...compose, ...dev, ...prod][0] ?? '';
  const root = requireDirectory(resolve(calledFrom, options.root ?? dirname(first)));
  const subject = await subjectIn(root, calledFrom, conventions, options);
  const wider = options.root === undefined ? rootOfAll(root, subject) : root;
  return wider === root ? subject : subjectIn(wider, calledFrom, conventions, options);
}

async function subjectIn(
  root: string,
  calledFrom: string,
  conventions: Conventions,
  options: ComposeFiles,
): Promise<Subject> {
  const { compose = [], dev = [], prod = [], envFile, profile } = options;
  const absolute = (path: string) => resolve(calledFrom, path);
  const facts = new DiskFacts(root, conventions.shared?.source);
  const file = (path: string) => requireFile(absolute(path), facts);
  const around = {
    ...{ root, facts, conventions, calledFrom },
    ...{ envFiles: envFile?.map(file), profiles: profile },
  };
  const read = (mode: Mode | undefined, files: readonly string[]): Promise<Setup>[] =>
    files.length > 0 ? [readSetup(mode, files.map(file), around)] : [];
  const setups = await Promise.all([...read('dev', dev), ...read('prod', prod), ...read(undefined, compose)]);
  const guessed = compose.length > 0 ? setups[0]?.system.mode : undefined;
  const of = (mode: Mode) => setups.find(({ system }) => system.mode === mode);
  const systemOf = (mode: Mode) => {
    const system = of(mode)?.system;
    return system && guessed ? { ...system, guessed: true as const } : system;
  };
  return {
    root,
    home: root,
    ...(guessed === undefined ? {} : { guessed }),
    dev: systemOf('dev'),
    prod: systemOf('prod'),
    facts,
    findings: setups.flatMap(({ findings }) => findings),
    locate: locator(root, (mode) => of(mode)?.places),
  };
}

/** The nearest directory that has a root and all of its repository that the systems name; absolute is what lies elsewhere. */
function rootOfAll(root: string, { dev, prod }: Subject): string {
  const repository = repositoryOf(root);
  const named = [dev, prod]
    .flatMap((system) => system?.services ?? [])
    .flatMap(({ image, mounts, watched = [] }) => [
      ...(image?.kind === 'build' ? [image.source.directory] : []),
      ...mounts.flatMap((mount) => (mount.type === 'bind' ? [mount.source] : [])),
      ...watched.map(({ path }) => path),
    ])
    .filter((path) => isAbsolute(path) && relativeTo(repository, path) !== undefined);
  let at = root;
  while (at !== repository && named.some((path) => relativeTo(at, path) === undefined)) at = dirname(at);
  return at;
}

/** At the end of every link, for what the rules know of the disk is. */
function requireDirectory(path: string): string {
  const directory = realpath(path);
  if (directory === undefined) throw new UsageError(`${path} does not exist`, 'name a directory that does');
  if (!statSync(directory).isDirectory())
    throw new UsageError(`${path} is not a directory`, 'name the source root');
  return directory;
}

/** In its directory at the end of every link, so that what lies below the root can be told from what does not. */
function requireFile(path: string, facts: Facts): string {
  const directory = realpath(dirname(path));
  const file = join(directory ?? '/', basename(path));
  const fact = facts.read(file);
  if (directory === undefined || facts.resolve(file) === undefined)
    throw new UsageError(`${path} does not exist`, 'name a file that does');
  if ('problem' in fact && fact.problem === 'is not a file')
    throw new UsageError(`${path} is not a file`, 'name the Compose file itself');
  return file;
}

function realpath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
