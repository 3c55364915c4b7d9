import { execa } from 'execa';
import { UserError } from '../model/user-error.js';
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
  const up = execa(
    'docker',
    [
      ...composeArguments(project),
      ...['--progress', 'plain', 'up', '--detach', '--no-build', '--remove-orphans'],
      ...['--wait', '--wait-timeout', '300'],
    ],
    { all: true, reject: false },
  );
  // Compose says "Healthy" again for every service that waits for it, and what it is about to do
  const said = new Set<string>();
  for await (const part of up.iterable({ from: 'all' })) {
    const line = String(part).trim();
    if (said.has(line) || / (Waiting|Running|Creat(ing|ed)|Starting)$/.test(line)) continue;
    said.add(line);
    log(line);
  }
  const { exitCode, all } = await up;
  if (exitCode !== 0) throw new UserError(`docker compose up failed:\n${lastLines(all, 6)}`);
}

/** Removes a project's containers and networks; its volumes stay. Needs no file: Compose knows them by their labels. */
export async function composeDown(projectName: string, log: (line: string) => void): Promise<void> {
  const down = execa('docker', ['compose', '--progress', 'plain', '--project-name', projectName, 'down'], {
    all: true,
    reject: false,
  });
  for await (const line of down.iterable({ from: 'all' })) log(String(line).trim());
  const { exitCode, all } = await down;
  if (exitCode !== 0) throw new UserError(`docker compose down failed:\n${lastLines(all, 6)}`);
}
