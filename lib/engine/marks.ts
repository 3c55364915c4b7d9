import type { Named } from '../model/conventions.js';
import { labelNames } from '../model/labels.js';
import type { Marks } from '../model/ownership.js';
import { STACK_LABEL } from '../model/swarm.js';
import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { lastLines } from './last-lines.js';

/** Something that the engine has. A network's and a volume's state and status are ''. */
export interface Listed extends Marks {
  /** In full, as Terraform's state has it; a volume's is its name. */
  readonly id: string;
  readonly state: string;
  /** `Up 3 seconds (healthy)` */
  readonly status: string;
}

/** Every kind with the words that list it, and the field of its id. */
const KINDS = {
  container: { list: ['ps', '--all', '--no-trunc'], id: '.ID', name: '.Names', state: ['.State', '.Status'] },
  network: { list: ['network', 'ls', '--no-trunc'], id: '.ID', name: '.Name', state: [] },
  volume: { list: ['volume', 'ls'], id: '.Name', name: '.Name', state: [] },
} as const;

/** The containers that use a volume, whoever made them, running or not. @param filters further ones @default - none */
export function usersOf(
  volume: string,
  system: Pick<Named, 'conventions'>,
  filters: readonly string[] = [],
): Promise<Listed[]> {
  return listAll('container', system, [`volume=${volume}`, ...filters]);
}

/**
 * All that the engine has of a kind, whoever made it, with what tells whether it is a system's own.
 * @throws UserError where the engine does not say
 */
export async function listAll(
  kind: keyof typeof KINDS,
  { conventions }: Pick<Named, 'conventions'>,
  filters: readonly string[] = [],
): Promise<Listed[]> {
  const { list, id: idField, name: nameField, state: stateFields } = KINDS[kind];
  const { system, mode, service, spec } = labelNames(conventions);
  const engines = ['com.docker.compose.project', 'com.docker.compose.config-hash', STACK_LABEL];
  const labels = [mode, service, system, spec, ...engines].map((label) => `.Label "${label}"`);
  const fields = [idField, nameField, ...labels, ...stateFields];
  const { failed, stdout, all } = await runDocker([
    ...list,
    ...filters.flatMap((filter) => ['--filter', filter]),
    ...['--format', fields.map((field) => `{{${field}}}`).join('\t')],
  ]);
  if (failed) throw new UserError(`the engine does not list its ${kind}s: ${lastLines(all, 1)}`);
  return stdout.split('\n').flatMap((line): Listed[] => {
    const [id = '', names = '', ...values] = line.split('\t');
    // `docker create --link` gives what it links to a second name, `other/alias`
    const name = names.split(',').find((each) => !each.includes('/')) ?? '';
    const [
      mode = '',
      service = '',
      system = '',
      spec = '',
      project = '',
      configHash = '',
      stack = '',
      state = '',
      status = '',
    ] = values;
    const marks = { mode, service, system, spec, project, configHash, stack };
    return name === '' ? [] : [{ id, name, ...marks, state, status }];
  });
}
