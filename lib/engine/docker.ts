import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { writeAtomically } from '../disk/files.js';
import { isUp } from '../model/container-state.js';
import type { Conventions, Named } from '../model/conventions.js';
import { type BuiltImage, buildArguments, buildLog, serviceOf } from '../model/image.js';
import { type Labels, labelNames } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import { type OwnContainer, type OwnNetwork, ownContainer, ownNetwork } from '../model/ownership.js';
import { collides, type PublishedPort } from '../model/port.js';
import { UserError } from '../model/user-error.js';
import { endedBySignal } from './interruption.js';
import { lastLines } from './last-lines.js';
import { listAll } from './marks.js';
import { signalChild } from './processes.js';
import { execa, execaLong } from './program.js';
import { noteUnfinished } from './unfinished-builds.js';

/** A container of a system, as `docker ps` lists it. */
export interface RunningContainer extends OwnContainer {
  /** In full, as Terraform's state has it. */
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** `Up 3 seconds (healthy)` */
  readonly status: string;
}

/** A network of a system, as `docker network ls` lists it. */
export interface SystemNetwork extends OwnNetwork {
  readonly id: string;
  readonly name: string;
}

/**
 * Runs docker and gives each line of its output to `log` as it comes; a failure is the caller's to name.
 * @param env its only variables @default - the shell's
 * @param signal ends it
 */
export async function streamDocker(
  args: readonly string[],
  log: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<{ readonly exitCode: number | undefined; readonly all: string }> {
  const run = execaLong('docker', args, { all: true, reject: false, env, extendEnv: false });
  const end = () => {
    // docker itself waits for its plugin, and passes no signal on
    signalChild(run.pid);
    run.kill();
  };
  signal?.addEventListener('abort', end, { once: true });
  const ended = endedBySignal(end);
  for await (const line of run.iterable({ from: 'all' })) log(String(line));
  const { exitCode, all } = await run;
  ended();
  signal?.removeEventListener('abort', end);
  return { exitCode, all };
}

export async function imageExists(name: string): Promise<boolean> {
  return (
    (await execa('docker', ['image', 'inspect', name], { reject: false, stdout: 'ignore' })).exitCode === 0
  );
}

/**
 * Builds an own image from its staged context.
 * @param anew whether nothing is taken from the builder's cache
 * @throws UserError with the end of the build's log, and the name of the file that has all of it
 */
export async function buildImage(
  root: string,
  conventions: Conventions,
  image: BuiltImage,
  labels: Labels,
  anew: boolean,
  log: (line: string) => void,
): Promise<void> {
  const context = join(root, image.context);
  const logFile = join(root, buildLog(conventions, image));
  const began = Date.now();
  const { exitCode, all } = await streamDocker(buildArguments(image, labels, context, anew), log);
  if (exitCode === 0) return rmSync(logFile, { force: true });
  writeAtomically(logFile, `${all}\n`);
  noteUnfinished(root, conventions, all, began);
  const service = serviceOf(image);
  throw new UserError(
    `the image of ${service} was not built:\n${lastLines(all)}`,
    `correct ${image.source.directory}/${image.dockerfile} or what it copies, or leave it out until then (--without ${service}); the whole log is in ${logFile}`,
  );
}

/**
 * All containers that are a system's own, whichever engine made them; of Swarm's those that are up, for it keeps those that it has
 * replaced. @param mode @default - both
 */
export async function listContainers(system: Named, mode?: Mode): Promise<RunningContainer[]> {
  const label = labelNames(system.conventions);
  const filters = [`label=${label.system}=${system.name}`, ...(mode ? [`label=${label.mode}=${mode}`] : [])];
  return (await listAll('container', system, filters)).flatMap((listed) => {
    const own = ownContainer(system, listed);
    const { id, name, state, status } = listed;
    return own && (own.engine !== 'swarm' || isUp(state)) ? [{ id, name, state, status, ...own }] : [];
  });
}

/** The networks that are a system's own, whichever engine made them. */
export async function listNetworks(system: Named): Promise<SystemNetwork[]> {
  const filter = `label=${labelNames(system.conventions).system}=${system.name}`;
  return (await listAll('network', system, [filter])).flatMap((listed) => {
    const own = ownNetwork(system, listed);
    return own ? [{ id: listed.id, name: listed.name, ...own }] : [];
  });
}

/** Stops containers, each within its own time. */
export async function stopContainers(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await execa('docker', ['stop', ...ids]);
}

export async function startContainers(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await execa('docker', ['start', ...ids]);
}

/** Stops containers and removes them; data volumes stay. @param nameless whether volumes without a name go too @default false */
export async function removeContainers(ids: readonly string[], nameless = false): Promise<void> {
  await stopContainers(ids);
  if (ids.length > 0) await execa('docker', ['rm', ...(nameless ? ['--volumes'] : []), ...ids]);
}

/** What a container wrote last. */
export async function containerLog(name: string, lines: number): Promise<string> {
  const { all } = await execa('docker', ['logs', '--tail', String(lines), name], {
    all: true,
    reject: false,
  });
  return all;
}

/** Whether the engine has a volume of that name; unknown where none answers. */
export async function volumeState(name: string): Promise<'there' | 'none' | 'unknown'> {
  const { exitCode, stderr } = await execa('docker', ['volume', 'inspect', name], { reject: false });
  if (exitCode === 0) return 'there';
  return /no such volume/i.test(String(stderr)) ? 'none' : 'unknown';
}

/** The directory of the Compose project that a container is of, running or not. @param filter which one: `volume=shop-data-dev` */
export async function composeRootOf(filter: string): Promise<string | undefined> {
  const format = `{{.Label "com.docker.compose.project.working_dir"}}`;
  const { stdout } = await execa('docker', ['ps', '--all', '--filter', filter, '--format', format]);
  return stdout.split('\n').find((directory) => directory !== '');
}

/** Makes a data volume unless it is there: one that exists is kept as it is, whatever its labels. */
export async function ensureVolume(name: string, labels: Labels): Promise<void> {
  if ((await volumeState(name)) === 'there') return;
  const flags = Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
  await execa('docker', ['volume', 'create', ...flags, name]);
}

/** The container that publishes a host port where another would be published, if one does. */
export async function publisherOf(port: PublishedPort): Promise<string | undefined> {
  const format = '{{.Names}}\t{{.Ports}}';
  const { stdout } = await execa('docker', ['ps', '--filter', `publish=${port.host}`, '--format', format]);
  const rows = stdout.split('\n').map((row) => row.split('\t'));
  return rows.find(([, ports = '']) => collides(ports, port))?.[0];
}

/** Halts containers as they are. At once, so that a signal finds them either way. */
export function pauseContainers(ids: readonly string[]): void {
  if (ids.length > 0) execaSync('docker', ['pause', ...ids]);
}

/** Lets them go on; those that do so already are left as they are. */
export function unpauseContainers(ids: readonly string[]): void {
  if (ids.length > 0) execaSync('docker', ['unpause', ...ids], { reject: false });
}
