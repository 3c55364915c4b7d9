import { Argument, type Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import type { SecretsWord } from './secrets.js';
import { addExamples, typedFor } from './usage.js';

const WORDS: readonly SecretsWord[] = ['key', 'edit', 'check', 'rotate'];

/** What keeps prod's secrets where a team can commit them. */
export function addSecretsCommands(program: Command, project: Project): void {
  const { commands } = project.system.conventions;
  const secrets = program
    .command('secrets')
    .description("prod's secrets, encrypted to the keys of the team, so that they can be committed")
    .addArgument(new Argument('<action>', 'key, edit, check or rotate').choices(WORDS))
    .argument('[name]', 'of rotate: the secret')
    .action(async (what: SecretsWord, name: string | undefined) => {
      const { secrets } = await import('./secrets.js');
      await secrets(project, what, name);
    });
  addExamples(secrets, typedFor('secrets', commands), [
    ['key', 'shows your public key, for the list of the team; makes one where you have none'],
    ['edit', 'decrypts into memory, opens $EDITOR, and encrypts for everybody on the list'],
    ['check', 'whether all of them are there, in their form, and encrypted for the list'],
    ['rotate POSTGRES_PASSWORD', 'a new one, of which the database is told; a release of prod follows'],
  ]);
}
