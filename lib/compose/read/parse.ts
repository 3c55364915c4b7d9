import { extensionKey } from '../../model/conventions.js';
import { Loader } from './load.js';
import { Log } from './log.js';
import type { ComposeOptions, ComposeText, ParsedCompose } from './parsed.js';
import { directoryOf } from './paths.js';
import { placesOf } from './places.js';
import { activeProfiles, withoutInactive } from './profiles.js';
import { projectName, readSystem } from './read-system.js';
import { projectVariables } from './variables.js';

/**
 * Reads a Compose setup: the files of one project, merged in their order as Compose merges them. Never throws; what
 * cannot be read is among the problems, and the rest is read all the same.
 */
export function parseCompose(files: readonly ComposeText[], options: ComposeOptions): ParsedCompose {
  const log = new Log();
  const file = files[0]?.path ?? options.root;
  const directory = options.projectDirectory ?? directoryOf(file);
  const variables = projectVariables(directory, options, log);
  const active = activeProfiles(options, variables);
  const whole = new Loader(options, active, log).load(files, directory, variables, []);
  const { project, inactive } = withoutInactive(whole, active, log);
  const given = project.entries.get('name');
  const name = variables.get('COMPOSE_PROJECT_NAME') || (given?.kind === 'leaf' && given.text) || directory;
  const system = readSystem(project, projectName(name), options, log);
  return {
    system: Object.keys(inactive).length > 0 ? { ...system, inactive } : system,
    places: placesOf(
      whole,
      { file, line: 1, column: 1 },
      options.conventions && extensionKey(options.conventions),
    ),
    leftOut: log.leftOut,
    dropped: log.dropped,
    problems: log.problems,
  };
}
