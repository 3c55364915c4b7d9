import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { isName, type SystemDefinition } from '../construct/define-system.js';
import { writeAtomically } from '../disk/files.js';
import { type Conventions, environmentName, type Named } from '../model/conventions.js';
import type { ImageMap } from '../model/image.js';
import { type ImageLock, lockImages } from '../model/image-lock.js';
import { TOOL } from '../model/tool.js';
import { UsageError, UserError } from '../model/user-error.js';
import { imageLockFile } from './image-lock.js';
import type { Project } from './project.js';

const imageMap = z.record(z.string(), z.string());

const imageLock = z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/, 'is not a digest'));

const projectFile = z.object({
  context: z.object({ sourceRoot: z.string().default('.'), images: imageMap.default({}) }).prefault({}),
});

const withoutFile = z.array(z.string());

/** What the project says, the same on every machine. */
export interface ProjectSettings extends Named {
  readonly system: SystemDefinition;
  /** That of `main.ts`, absolute. */
  readonly directory: string;
  /** Absolute. */
  readonly sourceRoot: string;
  /** Relative to the project's directory, with `/`. */
  readonly relativeSourceRoot: string;
  readonly portOffset: number;
  /** `uid:gid` of the source root's owner. */
  readonly developer: string;
  /** The host's name as browsers know it. */
  readonly host: string;
  /** Upstream reference → what is really used: mapped, then pinned by the lock. */
  readonly images: ImageMap;
  /** The map as cdktf.json has it, without the lock. */
  readonly imageMap: ImageMap;
  readonly lock: ImageLock;
  /** Names of the optional services that are left out, sorted. */
  readonly without: readonly string[];
  /** Those of them that this machine has none of, whatever the system: one that has no such service does not mind. */
  readonly lacking: readonly string[];
}

/** What is to be run here: the project's settings, and beside them what is particular to this machine and call. */
export interface Settings extends ProjectSettings {
  readonly project: ProjectSettings;
}

/** The first person on a Debian or Ubuntu machine. */
const DEFAULT_DEVELOPER = '1000:1000';

/**
 * cdktf.json's context; then the environment, each variable with the system's prefix: ROOT; then, for this machine alone,
 * NAME, PORT_OFFSET, HOST (what browsers call this host), WITHOUT (names with commas), and what --setup noted.
 * @throws UserError for a file or value that cannot be used
 */
export function readSettings(
  { directory, system }: Project,
  environment: NodeJS.ProcessEnv = process.env,
  without: readonly string[] = [],
): Settings {
  const { conventions } = system;
  const nameOf = (word: string) => environmentName(conventions, word);
  const said = (word: string) => environment[nameOf(word)] || undefined;
  const { context } = readJson(join(directory, 'cdktf.json'), projectFile);
  const sourceRoot = resolve(directory, said('ROOT') ?? context.sourceRoot);
  if (!existsSync(sourceRoot))
    throw new UsageError(
      `source root ${sourceRoot} does not exist`,
      `check ${nameOf('ROOT')}, or sourceRoot in cdktf.json`,
    );
  const machineImages = readOptional(imageMapFile(environment), imageMap, {});
  const lock = readOptional(imageLockFile(directory), imageLock, {});
  const lacking = readOptional(withoutFilePath(conventions, environment), withoutFile, []);
  const project: ProjectSettings = {
    system,
    directory,
    conventions,
    sourceRoot,
    relativeSourceRoot: posix(relative(directory, sourceRoot)) || '.',
    name: conventions.name,
    portOffset: 0,
    developer: DEFAULT_DEVELOPER,
    host: conventions.host,
    images: lockImages(context.images, lock),
    imageMap: context.images,
    lock,
    without: [],
    lacking: [],
  };
  return {
    ...project,
    name: readName(nameOf('NAME'), said('NAME') ?? conventions.name),
    portOffset: readOffset(nameOf('PORT_OFFSET'), said('PORT_OFFSET') ?? '0'),
    developer: ownerOf(sourceRoot),
    host: readHost(nameOf('HOST'), said('HOST') ?? conventions.host),
    images: lockImages({ ...machineImages, ...context.images }, lock),
    without: [...new Set([...lacking, ...names(said('WITHOUT')), ...without])].sort(),
    lacking,
    project,
  };
}

/** A tree of root's is nobody's in particular, and no reason to run as root. */
function ownerOf(directory: string): string {
  const { uid, gid } = statSync(directory);
  return uid === 0 ? DEFAULT_DEVELOPER : `${uid}:${gid}`;
}

/** Where `--setup` writes what this machine lacks, for all checkouts of its user: `$XDG_CONFIG_HOME/twomode`. */
export function machineDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), TOOL);
}

/** Upstream reference → local base image. */
export function imageMapFile(environment: NodeJS.ProcessEnv = process.env): string {
  return join(machineDirectory(environment), 'images.json');
}

/** Names of the services of a system whose images this machine cannot have. */
export function withoutFilePath(
  { name }: Pick<Conventions, 'name'>,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  return join(machineDirectory(environment), `without.${name}.json`);
}

/** Notes services that this machine cannot have, beside those noted before; never what one call leaves out. */
export function noteWithout(
  conventions: Pick<Conventions, 'name'>,
  services: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const file = withoutFilePath(conventions, environment);
  const all = new Set([...readOptional(file, withoutFile, []), ...services]);
  writeAtomically(file, `${JSON.stringify([...all].sort())}\n`);
}

function readOptional<T>(path: string, schema: z.ZodType<T>, fallback: T): T {
  return existsSync(path) ? readJson(path, schema) : fallback;
}

function readJson<T>(path: string, schema: z.ZodType<T>): T {
  if (!existsSync(path)) throw new UserError(`${path} does not exist`, "run from the project's directory");
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(
      `${path} is not JSON: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`,
      'correct it',
    );
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UserError(`${path}: ${issue?.path.join('.')}: ${issue?.message}`, 'correct it');
}

function names(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readName(variable: string, name: string): string {
  if (isName(name)) return name;
  throw new UsageError(
    `${variable} "${name}" cannot be a container's name`,
    'use lower-case letters, digits and "-"',
  );
}

function readOffset(variable: string, text: string): number {
  const offset = Number(text);
  if (Number.isInteger(offset) && offset >= 0 && offset <= 50_000) return offset;
  throw new UsageError(`${variable} "${text}" is not a number from 0 to 50000`, 'use for example 10000');
}

function readHost(variable: string, host: string): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host)) return host;
  throw new UsageError(
    `${variable} "${host}" is not a host name`,
    'use a name or IPv4 address, without scheme and port',
  );
}

function posix(path: string): string {
  return isAbsolute(path) ? path : path.split(sep).join('/');
}
