import { COMMANDS } from '../lib/construct/define-system.js';
import { runProgram } from './program.js';
import { runReported } from './report.js';
import { addValidateCommand } from './validate-command.js';

/** The validator where there is no `main.ts`: it checks Compose files, and is all of the command line. */
export function validateOnly(words: readonly string[]): Promise<void> {
  return runReported({ conventions: { commands: COMMANDS } }, () =>
    runProgram(
      COMMANDS,
      'check the mounts of any Compose setup',
      (program) =>
        addValidateCommand(program, COMMANDS, {
          examples: [['', 'the Compose setup of this directory']],
          withoutFiles: 'those that Compose would find in this directory are validated',
          validate: async (options) => {
            const { validateAnySetup } = await import('../lib/validate/any-setup.js');
            return validateAnySetup(process.cwd(), options);
          },
        }),
      words,
    ),
  );
}
