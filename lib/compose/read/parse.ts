import { extensionKey } from '../../model/conventions.js';
import { Loader } from './load.js';
import { Log } from './log.js';
import type { ComposeOptions, ComposeText, ParsedCompose } from './parsed.js';
import { directoryOf } from './paths.js';
import { placesOf } from './places.js';
import { activeProfiles, withoutInactive } from './profiles.js';
import { projectName, readSystem } from './read-system.js';
import type { Table } from './tree.js';
import { projectVariables } from './variables.js';

/** The files of one project, merged in their order as Compose merges them. */
export interface MergedCompose {
  /** Compose's top level, its services canonical, those that do not run too. */
  readonly project: Table;
  /** What nothing activates is not started. */
  readonly active: ReadonlySet<string>;
  readonly name: string;
  /** Files of variables that includes have, and the project itself has not. */
  readonly includedEnvFiles: readonly string[];
  readonly log: Log;
}

/** @param keepEnvFiles whether env files, and names without a value, are left to whoever runs it */
export function mergeCompose(
  files: readonly ComposeText[],
  options: ComposeOptions,
  keepEnvFiles = false,
): MergedCompose {
  const log = new Log();
  const directory = options.projectDirectory ?? directoryOf(files[0]?.path ?? options.root);
  const variables = projectVariables(directory, options, log);
  const active = activeProfiles(options, variables);
  const loader = new Loader(options, keepEnvFiles ? new Set() : active, log, keepEnvFiles);
  const project = loader.load(files, directory, variables, []);
  const given = project.entries.get('name');
  const name = variables.get('COMPOSE_PROJECT_NAME') || (given?.kind === 'leaf' && given.text) || directory;
  return { project, active, name: projectName(name), includedEnvFiles: [...loader.envFiles], log };
}

/**
 * Reads a Compose setup: the files of one project, merged in their order as Compose merges them. Never throws; what
 * cannot be read is among the problems, and the rest is read all the same.
 */
export function parseCompose(files: readonly ComposeText[], options: ComposeOptions): ParsedCompose {
  const { project: whole, active, name, log } = mergeCompose(files, options);
  const file = files[0]?.path ?? options.root;
  const { project, inactive } = withoutInactive(whole, active, log);
  const system = readSystem(project, name, options, log);
  return {
    system: Object.keys(inactive).length > 0 ? { ...system, inactive } : system,
    places: placesOf(
      whole,
      { file, line: 1, column: 1 },
      options.conventions && extensionKey(options.conventions),
    ),
    leftOut: log.leftOut,
    dropped: log.dropped,
    unknown: log.unknown,
    problems: log.problems,
  };
}
