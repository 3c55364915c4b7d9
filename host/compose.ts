import { UserError } from '../model/user-error.js';
import { streamDocker } from './docker.js';
import { lastLines } from './last-lines.js';

/** Where a Compose project is and what it is run with. */
export interface ComposeProject {
  readonly file: string;
  /** The source root: every path in the file is relative to it. */
  readonly directory: string;
  /** Relative to the directory. */
  readonly envFiles: readonly string[];
}

/** `docker compose …` with the project's file and variables. */
export function composeArguments({ file, directory, envFiles }: ComposeProject): string[] {
  return [
    ...['compose', '--project-directory', directory, '--file', file],
    ...envFiles.flatMap((envFile) => ['--env-file', `${directory}/${envFile}`]),
  ];
}

/**
 * Starts every service in the order of its dependencies and waits until all are healthy.
 * @throws UserError with the end of what Compose said
 */
export async function composeUp(project: ComposeProject, log: (line: string) => void): Promise<void> {
  // Compose says "Healthy" again for every service that waits for it, and what it is about to do
  const said = new Set<string>();
  const { exitCode, all } = await streamDocker(
    [
      ...composeArguments(project),
      ...['--progress', 'plain', 'up', '--detach', '--no-build', '--remove-orphans'],
      ...['--wait', '--wait-timeout', '300'],
    ],
    (part) => {
      const line = part.trim();
      if (said.has(line) || / (Waiting|Running|Creat(ing|ed)|Starting)$/.test(line)) return;
      said.add(line);
      log(line);
    },
  );
  if (exitCode !== 0) throw new UserError(`docker compose up failed:\n${lastLines(all, 6)}`);
}

/** Removes a project's containers and networks; its volumes stay. Needs no file: Compose knows them by their labels. */
export async function composeDown(projectName: string, log: (line: string) => void): Promise<void> {
  const down = ['compose', '--progress', 'plain', '--project-name', projectName, 'down'];
  const { exitCode, all } = await streamDocker(down, (line) => log(line.trim()));
  if (exitCode !== 0) throw new UserError(`docker compose down failed:\n${lastLines(all, 6)}`);
}
