import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { writeAtomically } from '../disk/files.js';
import type { Conventions, Named } from '../model/conventions.js';
import type { Engine } from '../model/deployment.js';
import { type BuiltImage, buildArguments, buildLog, serviceOf } from '../model/image.js';
import { type Labels, labelNames } from '../model/labels.js';
import { isMode, type Mode } from '../model/mode.js';
import { collides, type PublishedPort } from '../model/port.js';
import { UserError } from '../model/user-error.js';
import { lastLines } from './last-lines.js';
import { firstChild } from './processes.js';

/** Compose gives it to all that it makes. */
const COMPOSE_LABEL = 'com.docker.compose.project';

/** A container of this project, as `docker ps` lists it. */
export interface RunningContainer {
  /** In full, as Terraform's state has it. */
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  readonly service: string;
  readonly state: string;
  /** `Up 3 seconds (healthy)` */
  readonly status: string;
  /** Who made it. */
  readonly engine: Engine;
}

/** A network of this project. */
export interface SystemNetwork {
  readonly id: string;
  readonly mode: Mode;
  readonly engine: Engine;
}

function engineOf(composeProject: string | undefined): Engine {
  return composeProject ? 'compose' : 'terraform';
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
  const run = execa('docker', args, { all: true, reject: false, env, extendEnv: false });
  const end = () => {
    // docker itself waits for its plugin, and passes no signal on
    const plugin = run.pid && firstChild(run.pid);
    if (plugin) process.kill(plugin);
    run.kill();
  };
  signal?.addEventListener('abort', end, { once: true });
  for await (const line of run.iterable({ from: 'all' })) log(String(line));
  const { exitCode, all } = await run;
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
  const { exitCode, all } = await streamDocker(buildArguments(image, labels, context, anew), log);
  if (exitCode === 0) return rmSync(logFile, { force: true });
  writeAtomically(logFile, `${all}\n`);
  const service = serviceOf(image);
  throw new UserError(
    `the image of ${service} was not built:\n${lastLines(all)}`,
    `correct ${image.source.directory}/${image.dockerfile} or what it copies, or leave it out until then (--without ${service}); the whole log is in ${logFile}`,
  );
}

/** All containers of a system, whoever made them. @param mode @default - both */
export async function listContainers(system: Named, mode?: Mode): Promise<RunningContainer[]> {
  const label = labelNames(system.conventions);
  const filters = [`label=${label.system}=${system.name}`, ...(mode ? [`label=${label.mode}=${mode}`] : [])];
  const format = [
    '.ID',
    '.Names',
    `.Label "${label.mode}"`,
    `.Label "${label.service}"`,
    '.State',
    '.Status',
    `.Label "${COMPOSE_LABEL}"`,
  ];
  const { stdout } = await execa('docker', [
    ...['ps', '--all', '--no-trunc', ...filters.flatMap((filter) => ['--filter', filter])],
    ...['--format', format.map((field) => `{{${field}}}`).join('\t')],
  ]);
  return stdout.split('\n').flatMap((line) => {
    const [id, name, mode, service, state, status, project] = line.split('\t');
    if (!id || !name || !isMode(mode) || !service || !state || !status) return [];
    return [{ id, name, mode, service, state, status, engine: engineOf(project) }];
  });
}

/** The networks of a system, whoever made them. */
export async function listNetworks(system: Named): Promise<SystemNetwork[]> {
  const label = labelNames(system.conventions);
  const format = `{{.ID}}\t{{.Label "${label.mode}"}}\t{{.Label "${COMPOSE_LABEL}"}}`;
  const filter = `label=${label.system}=${system.name}`;
  const { stdout } = await execa('docker', [
    ...['network', 'ls', '--no-trunc', '--filter', filter, '--format', format],
  ]);
  return stdout.split('\n').flatMap((line) => {
    const [id, mode, project] = line.split('\t');
    return id && isMode(mode) ? [{ id, mode, engine: engineOf(project) }] : [];
  });
}

/** Stops containers, each within its own time, and removes them; data volumes stay. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await execa('docker', ['stop', ...ids]);
  await execa('docker', ['rm', ...ids]);
}

export async function removeNetworks(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await execa('docker', ['network', 'rm', ...ids]);
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

/** The directory of the Compose project whose container uses a volume, running or not. */
export async function composeRootOf(volume: string): Promise<string | undefined> {
  const format = `{{.Label "com.docker.compose.project.working_dir"}}`;
  const { stdout } = await execa('docker', [
    'ps',
    '--all',
    '--filter',
    `volume=${volume}`,
    '--format',
    format,
  ]);
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
