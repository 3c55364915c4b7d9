import { join } from 'node:path';
import { UserError } from '../model/user-error.js';
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
  /** Variables that go before those of the files, and are taken as they stand: Compose would read values of a file. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What `docker` is called with, and the only variables that it then has. */
export interface ComposeCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** `docker compose …` with the project's file and variables, and nobody else's. */
export function composeCall(
  { name, file, directory, envFiles, variables }: ComposeProject,
  args: readonly string[],
): ComposeCall {
  const files = envFiles.map((envFile) => join(directory, envFile));
  // without any, it would read a .env of the source root
  const given = files.length > 0 ? files : ['/dev/null'];
  return {
    args: [
      ...['compose', '--project-name', name, '--project-directory', directory, '--file', file],
      ...given.flatMap((envFile) => ['--env-file', envFile]),
      ...args,
    ],
    env: { ...composeEnvironment(files), ...variables },
  };
}

/**
 * Starts every service in the order of its dependencies and waits until all are healthy.
 * @throws UserError with the end of what Compose said
 */
export async function composeUp(project: ComposeProject, log: (line: string) => void): Promise<void> {
  // Compose says "Healthy" again for every service that waits for it, and what it is about to do
  const said = new Set<string>();
  const up = ['--progress', 'plain', 'up', '--detach', '--no-build', '--remove-orphans'];
  const { args, env } = composeCall(project, [...up, '--wait', '--wait-timeout', '300']);
  const { exitCode, all } = await streamDocker(
    args,
    (part) => {
      const line = part.trim();
      if (said.has(line) || / (Waiting|Running|Creat(ing|ed)|Starting)$/.test(line)) return;
      said.add(line);
      log(line);
    },
    env,
  );
  if (exitCode !== 0) throw new UserError(`docker compose up failed:\n${lastLines(all, 6)}`);
}

/** Removes a project's containers and networks; its volumes stay. Needs no file: Compose knows them by their labels. */
export async function composeDown(projectName: string, log: (line: string) => void): Promise<void> {
  const down = ['compose', '--progress', 'plain', '--project-name', projectName, 'down'];
  const { exitCode, all } = await streamDocker(down, (line) => log(line.trim()), composeEnvironment([]));
  if (exitCode !== 0) throw new UserError(`docker compose down failed:\n${lastLines(all, 6)}`);
}
