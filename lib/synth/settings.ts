import { statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { SystemDefinition } from '../construct/define-system.js';
import { ALL, type Choice } from '../construct/left-out.js';
import { currentVolumes } from '../disk/moved-volumes.js';
import type { Start } from '../disk/start-note.js';
import { environmentName, type Named } from '../model/conventions.js';
import type { ImageMap } from '../model/image.js';
import { type ImageLock, lockImages } from '../model/image-lock.js';
import { isOn, requireSwitches } from '../model/switch.js';
import { imageLockFile } from './image-lock.js';
import { type Copy, copyAt } from './instances.js';
import { imageMap, imageMapFile, noted } from './machine.js';
import type { Project } from './project.js';
import { readJson, readOptional } from './read-json.js';
import { readHost, readName, readOffset, readTls } from './read-variables.js';
import { requireOneLine, sourceRootAt } from './source-root.js';

const imageLock = z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/, 'is not a digest'));

const projectFile = z.object({
  context: z.object({ sourceRoot: z.string().default('.'), images: imageMap.default({}) }).prefault({}),
});

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
  /** How the gateway comes to its certificate: `internal`, an e-mail address or a directory for ACME; empty where Caddy decides by the name. */
  readonly tls: string;
  /** Whether dev has the gateway too. */
  readonly gateway: boolean;
  /** Whether what stands behind the gateway is published on every address all the same. */
  readonly openPorts: boolean;
  /** Upstream reference → what is really used: mapped, then pinned by the lock. */
  readonly images: ImageMap;
  /** Data volume → the one that has its data since a restore. */
  readonly volumes: Readonly<Record<string, string>>;
  /** The map as cdktf.json has it, without the lock. */
  readonly imageMap: ImageMap;
  readonly lock: ImageLock;
  /** Which services are left out. */
  readonly choice: Choice;
  /** Whether Compose files that were written by hand are kept under another name. */
  readonly adopt: boolean;
}

/** What one call asks for, beside the environment. */
export interface Call {
  /** Services that are left out. @default - none */
  readonly without?: readonly string[];
  /** Services that are started, with what they require. @default - all */
  readonly only?: readonly string[];
  /** Whether what requires a service that is left out goes with it. @default false */
  readonly withDependents?: boolean;
  /** Whether Compose files that were written by hand are kept under another name. @default false */
  readonly adopt?: boolean;
  /** Whether dev has the gateway too. @default false */
  readonly gateway?: boolean;
  /** Whether a worktree's own name and ports are left out: what is made is for another machine. @default false */
  readonly elsewhere?: boolean;
  /** How the running system was started, where it is looked at: nothing else counts then. @default - a start */
  readonly started?: Omit<Start, 'engine'> | undefined;
}

/** What is to be run here: the project's settings, and beside them what is particular to this machine and call. */
export interface Settings extends ProjectSettings {
  readonly project: ProjectSettings;
  /** The copy that is here by itself, in a git worktree. @default - a main checkout, or a name was set */
  readonly copy?: Copy;
}

/** The first person on a Debian or Ubuntu machine. */
const DEFAULT_DEVELOPER = '1000:1000';

/**
 * cdktf.json's context; then the environment, each variable with the system's prefix: ROOT; then, for this machine alone, what a git
 * worktree has by itself (`copyAt`),
 * NAME, PORT_OFFSET, HOST (what browsers call this host), TLS, WITHOUT and ONLY (names with commas), WITH_DEPENDENTS, ADOPT,
 * GATEWAY and OPEN_PORTS (1 or 0), and what --setup noted.
 * @throws UserError for a file or value that cannot be used
 */
export function readSettings(
  { directory, system }: Project,
  environment: NodeJS.ProcessEnv = process.env,
  call: Call = {},
): Settings {
  const { conventions } = system;
  const nameOf = (word: string) => environmentName(conventions, word);
  const said = (word: string) => environment[nameOf(word)] || undefined;
  requireSwitches(conventions, environment);
  const { context } = readJson(join(directory, 'cdktf.json'), projectFile);
  requireOneLine('project', directory);
  const sourceRoot = sourceRootAt(resolve(directory, said('ROOT') ?? context.sourceRoot), nameOf('ROOT'));
  const machineImages = readOptional(imageMapFile(environment), imageMap, {});
  const lock = readOptional(imageLockFile(directory), imageLock, {});
  const only = call.started ? (call.started.only ?? []) : (call.only ?? names(said('ONLY')));
  const lacking = noted(conventions, environment);
  const project: ProjectSettings = {
    system,
    directory,
    conventions,
    sourceRoot,
    relativeSourceRoot: posix(relative(directory, sourceRoot)) || '.',
    name: conventions.name,
    ...{ portOffset: 0, developer: DEFAULT_DEVELOPER, host: conventions.host },
    ...{ tls: '', gateway: false, openPorts: false },
    images: lockImages(context.images, lock),
    volumes: {},
    imageMap: context.images,
    lock,
    ...{ choice: ALL, adopt: false },
  };
  const place = { conventions, directory, sourceRoot };
  // who sets a name means that system, wherever this is
  const copy = said('NAME') || call.elsewhere ? undefined : copyAt(place, environment);
  const host = call.started?.host ?? readHost(nameOf('HOST'), said('HOST') ?? conventions.host);
  return {
    ...project,
    name: readName(nameOf('NAME'), said('NAME') ?? copy?.name ?? conventions.name),
    portOffset:
      call.started?.portOffset ??
      readOffset(nameOf('PORT_OFFSET'), said('PORT_OFFSET') ?? String(copy?.portOffset ?? 0)),
    developer: ownerOf(sourceRoot),
    host,
    tls: call.started?.tls ?? readTls(nameOf('TLS'), said('TLS') ?? ''),
    gateway: call.started?.gateway ?? (isOn(conventions, 'GATEWAY', environment) || call.gateway === true),
    openPorts: call.started?.openPorts ?? isOn(conventions, 'OPEN_PORTS', environment),
    images: lockImages({ ...machineImages, ...context.images }, lock),
    volumes: currentVolumes(sourceRoot, conventions, environment),
    choice: {
      without: [...new Set([...names(said('WITHOUT')), ...(call.without ?? [])])].sort(),
      ...(only.length > 0 ? { only } : {}),
      withDependents: isOn(conventions, 'WITH_DEPENDENTS', environment) || call.withDependents === true,
      lacking,
      ...(call.started ? { started: call.started.leftOut } : {}),
    },
    adopt: isOn(conventions, 'ADOPT', environment) || call.adopt === true,
    project,
    ...(copy ? { copy } : {}),
  };
}

/** A tree of root's is nobody's in particular, and no reason to run as root. */
function ownerOf(directory: string): string {
  const { uid, gid } = statSync(directory);
  return uid === 0 ? DEFAULT_DEVELOPER : `${uid}:${gid}`;
}

function names(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function posix(path: string): string {
  return isAbsolute(path) ? path : path.split(sep).join('/');
}
