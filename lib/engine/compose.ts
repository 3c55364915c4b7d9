import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeAtomically } from '../disk/files.js';
import { UserError } from '../model/user-error.js';
import { attachedProgram } from './attached.js';
import { composeEnvironment } from './compose-environment.js';
import { streamDocker } from './docker.js';
import { lastLines } from './last-lines.js';

/** Where a Compose project is and what it is run with. */
export interface ComposeProject {
  /** The project's, whatever the file or the shell says. */
  readonly name: string;
  readonly file: string;
  /** The source root: every path in the file is relative to it. */
  readonly directory: string;
  /** Relative to the directory. */
  readonly envFiles: readonly string[];
  /** Secrets, which go before what the files define, and are taken as they stand. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where they are laid down for Compose, absolute or relative to the directory: the environment of a process would show them. */
  readonly secretsFile: string;
}

/** What `docker` is called with, and the only variables that it then has. */
export interface ComposeCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** `docker compose …` with the project's file and variables, and nobody else's. Lays its secrets down for it. */
export function composeCall(project: ComposeProject, args: readonly string[]): ComposeCall {
  const { name, file, directory, envFiles } = project;
  const files = [...envFiles, ...writeSecrets(project)].map((envFile) => resolve(directory, envFile));
  // without any, it would read a .env of the source root
  const given = files.length > 0 ? files : ['/dev/null'];
  return {
    args: [
      ...['compose', '--project-name', name, '--project-directory', directory, '--file', file],
      ...given.flatMap((envFile) => ['--env-file', envFile]),
      ...args,
    ],
    env: composeEnvironment(files),
  };
}

/** @returns the file, where there are secrets */
function writeSecrets({ directory, secrets, secretsFile }: ComposeProject): string[] {
  const all = Object.entries(secrets);
  if (all.length === 0) return [];
  const lines = all.map(([name, value]) => `${name}=${quoted(value)}\n`);
  writeAtomically(resolve(directory, secretsFile), lines.join(''), 0o600);
  return [secretsFile];
}

/** A value that Compose takes as it stands: between its double quotes these three mean something. */
function quoted(value: string): string {
  return `"${value.replace(/["$\\]/g, '\\$&')}"`;
}

/** Its warnings are for who writes such files: that a volume is not of its making, that it does not know a container. */
const NO_WARNINGS = ['--log-level', 'error'];

/** What Compose is to start, and what not. */
export interface UpHow {
  /** Those that are run by themselves, before it: Compose would run them again at each start. */
  readonly jobs: readonly string[];
  /** These alone. @default - all */
  readonly only?: readonly string[];
  /** Whether what is there of them stays as it is, whatever has changed. @default false */
  readonly asTheyAre?: boolean;
}

/**
 * Creates what changed and starts every service in the order of its dependencies, each when those are healthy. What follows
 * the last start is not waited for.
 * @param signal ends it; the containers stay as they are
 * @returns the end of what Compose said where it failed or gave up: it does so at the first dependency that the engine calls
 * unhealthy
 */
export async function composeUp(
  project: ComposeProject,
  { jobs, only, asTheyAre = false }: UpHow,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const up = [
    ...['--progress', 'plain', 'up', '--detach', '--no-build'],
    ...jobs.flatMap((job) => ['--scale', `${job}=0`]),
    ...(asTheyAre ? ['--no-recreate'] : []),
    ...(only ?? ['--remove-orphans']),
  ];
  const { args, env } = composeCall(project, up);
  const { exitCode, all } = await streamDocker(
    [...NO_WARNINGS, ...args],
    (part) => {
      const line = part.trim();
      if (!/ (Waiting|Running|Creat(ing|ed)|Starting)$/.test(line)) log(line);
    },
    env,
    signal,
  );
  return exitCode === 0 ? undefined : lastLines(all, 6);
}

/** Runs a job in a container of its own, which is gone afterwards. @param log gets each line that it says */
export function composeRun(
  project: ComposeProject,
  job: string,
  log: (line: string) => void,
): ReturnType<typeof streamDocker> {
  const how = ['--no-TTY', '--interactive=false', job];
  return once(project, job, how, ({ args, env }) => streamDocker(args, log, env));
}

/**
 * Runs a program in a container like a service's, which is gone afterwards, with this process's own streams.
 * @returns its exit code
 */
export function composeRunAttached(
  project: ComposeProject,
  service: string,
  [program = '', ...words]: readonly string[],
  isTerminal: boolean,
): Promise<number> {
  const how = [...(isTerminal ? [] : ['--no-TTY']), '--entrypoint', program, service, ...words];
  return once(project, `run-${process.pid}`, how, ({ args, env }) =>
    attachedProgram('docker', args, 'its container is gone', env),
  );
}

/**
 * With the container its secrets are gone, too: those of a deploy by Terraform have no other use for the file, and several may run
 * side by side.
 * @param word names its file
 */
async function once<T>(
  project: ComposeProject,
  word: string,
  how: readonly string[],
  run: (call: ComposeCall) => Promise<T>,
): Promise<T> {
  const secretsFile = `${project.secretsFile}.${word}`;
  const words = ['--progress', 'quiet', 'run', '--rm', '--no-deps', ...how];
  try {
    const { args, env } = composeCall({ ...project, secretsFile }, words);
    return await run({ args: [...NO_WARNINGS, ...args], env });
  } finally {
    rmSync(resolve(project.directory, secretsFile), { force: true });
  }
}

/**
 * Removes a project's containers and networks; its volumes stay. Needs no file: Compose knows them by their labels.
 * @param removed is told of each container, by its name, when it is gone
 */
export async function composeDown(projectName: string, removed: (container: string) => void): Promise<void> {
  const down = ['compose', '--progress', 'plain', '--project-name', projectName, 'down'];
  const said = new Set<string>();
  const { exitCode, all } = await streamDocker(
    [...NO_WARNINGS, ...down],
    (line) => {
      const [, container] = /^Container (\S+) +Removed$/.exec(line.trim()) ?? [];
      if (container === undefined || said.has(container)) return;
      said.add(container);
      removed(container);
    },
    composeEnvironment([]),
  );
  if (exitCode !== 0) throw new UserError(`docker compose down failed:\n${lastLines(all, 6)}`);
}
