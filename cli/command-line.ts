import { UsageError, UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { addBackupCommands } from './backup-commands.js';
import { addCareCommands } from './care-commands.js';
import { addDailyCommands } from './daily-commands.js';
import { addDiffCommand, DIFF } from './diff-command.js';
import { addGraphCommand } from './graph-command.js';
import { addInstanceCommands } from './instance-commands.js';
import { addLookCommands } from './look-commands.js';
import { addNewCommand } from './new-command.js';
import { addProdCommands } from './prod-commands.js';
import { runProgram } from './program.js';
import { addRunCommands } from './run-commands.js';
import { addValidateCommand } from './validate-command.js';

/**
 * The command line of a project. Each command is loaded when it is called.
 * @throws UserError for a mistake of whoever calls
 */
export async function runCommandLine(project: Project, words: readonly string[]): Promise<void> {
  const { title, commands } = project.system.conventions;
  try {
    await runProgram(
      commands,
      `${title} in dev and prod mode`,
      (program) => {
        addRunCommands(program, project);
        addLookCommands(program, project);
        addDailyCommands(program, project);
        addCareCommands(program, project);
        addBackupCommands(program, project);
        addInstanceCommands(program, project);
        addProdCommands(program, project);
        addValidateCommand(program, commands, {
          examples: [['', 'both modes of this system']],
          withoutFiles: "this project's own system is validated, in both modes",
          validate: async (options) => {
            const { validate } = await import('../lib/validate/validate.js');
            return validate(project, options);
          },
        });
        addDiffCommand(program, project);
        addGraphCommand(program, project);
        addNewCommand(program, project);
      },
      words,
    );
  } catch (error) {
    // as of diff(1) and of a plan, 2 is a difference
    if (words[0] === DIFF && error instanceof UsageError) throw new UserError(error.message, error.fix);
    throw error;
  }
}
