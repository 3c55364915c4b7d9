import { join } from 'node:path';
import { execa } from 'execa';
import { type BuiltImage, buildArguments } from '../model/image.js';
import { type Labels, MODE_LABEL, SERVICE_LABEL, SYSTEM_LABEL } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { lastLines } from './last-lines.js';

/** A container of this project, as `docker ps` lists it. */
export interface RunningContainer {
  readonly name: string;
  readonly service: string;
  readonly state: string;
  /** `Up 3 seconds (healthy)` */
  readonly status: string;
  /** Who made it. */
  readonly engine: 'compose' | 'terraform';
}

/** Runs docker and gives each line of its output to `log` as it comes; a failure is the caller's to name. */
export async function streamDocker(
  args: readonly string[],
  log: (line: string) => void,
): Promise<{ readonly exitCode: number | undefined; readonly all: string }> {
  const run = execa('docker', args, { all: true, reject: false });
  for await (const line of run.iterable({ from: 'all' })) log(String(line));
  const { exitCode, all } = await run;
  return { exitCode, all };
}

export async function imageExists(name: string): Promise<boolean> {
  return (
    (await execa('docker', ['image', 'inspect', name], { reject: false, stdout: 'ignore' })).exitCode === 0
  );
}

/**
 * Builds an own image from its staged context.
 * @throws UserError with the end of the build's log
 */
export async function buildImage(
  root: string,
  image: BuiltImage,
  labels: Labels,
  log: (line: string) => void,
): Promise<void> {
  const context = join(root, image.context);
  const { exitCode, all } = await streamDocker(buildArguments(image, labels, context), log);
  if (exitCode === 0) return;
  throw new UserError(
    `the image of ${image.source.directory} was not built:\n${lastLines(all)}`,
    `correct ${image.source.directory}/${image.dockerfile} or what it copies`,
  );
}

/** All containers of a system in a mode, whoever made them. */
export async function listContainers(system: string, mode: Mode): Promise<RunningContainer[]> {
  const filters = [`label=${SYSTEM_LABEL}=${system}`, `label=${MODE_LABEL}=${mode}`];
  const format = [
    '.Names',
    `.Label "${SERVICE_LABEL}"`,
    '.State',
    '.Status',
    '.Label "com.docker.compose.project"',
  ];
  const { stdout } = await execa('docker', [
    ...['ps', '--all', ...filters.flatMap((filter) => ['--filter', filter])],
    ...['--format', format.map((field) => `{{${field}}}`).join('\t')],
  ]);
  return stdout.split('\n').flatMap((line) => {
    const [name, service, state, status, project] = line.split('\t');
    if (!name || !service || !state || !status) return [];
    return [
      { name, service, state, status, engine: project ? ('compose' as const) : ('terraform' as const) },
    ];
  });
}

/** What a container wrote last. */
export async function containerLog(name: string, lines: number): Promise<string> {
  const { all } = await execa('docker', ['logs', '--tail', String(lines), name], {
    all: true,
    reject: false,
  });
  return all;
}

/** Makes a data volume unless it is there: one that exists is kept as it is, whatever its labels. */
export async function ensureVolume(name: string, labels: Labels): Promise<void> {
  const { exitCode } = await execa('docker', ['volume', 'inspect', name], {
    reject: false,
    stdout: 'ignore',
  });
  if (exitCode === 0) return;
  const flags = Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
  await execa('docker', ['volume', 'create', ...flags, name]);
}

/** The container that publishes a host port, if one does. */
export async function publisherOf(port: number): Promise<string | undefined> {
  const { stdout } = await execa('docker', ['ps', '--filter', `publish=${port}`, '--format', '{{.Names}}']);
  return stdout.split('\n').find((name) => name !== '');
}
