import { Command, CommanderError } from 'commander';
import { UsageError, UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { addDiffCommand, DIFF } from './diff-command.js';
import { addLookCommands } from './look-commands.js';
import { addNewCommand } from './new-command.js';
import { addProdCommands } from './prod-commands.js';
import { addRunCommands } from './run-commands.js';
import { typedFor, usageError } from './usage.js';
import { addValidateCommand } from './validate-command.js';

/**
 * The command line of a project. Each command is loaded when it is called.
 * @throws UserError for a mistake of whoever calls
 */
export async function runCommandLine(project: Project, words: readonly string[]): Promise<void> {
  const { title, commands } = project.system.conventions;
  const typed = (name: string) => typedFor(name, commands);
  const program = new Command(commands.entry)
    .description(`${title} in dev and prod mode`)
    .configureOutput({ writeOut: (text) => console.log(text.trimEnd()), outputError: () => {} })
    .configureHelp({
      optionDescription: ({ description }) => description,
      // what people type for a command may be a script of its own
      commandUsage: (command) =>
        `${command.parent === null ? commands.entry : typed(command.name())} ${command.usage()}`,
    })
    .enablePositionalOptions()
    .exitOverride();
  addRunCommands(program, project);
  addLookCommands(program, project);
  addProdCommands(program, project);
  addValidateCommand(program, project);
  addDiffCommand(program, project);
  addNewCommand(program, project);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    const called = program.commands.find((command) => command.name() === words[0])?.name();
    const help = `${called === undefined ? commands.entry : typed(called)} --help`;
    const wrong = error instanceof CommanderError ? usageError(error, help) : error;
    // as of diff(1) and of a plan, 2 is a difference
    if (called === DIFF && wrong instanceof UsageError) throw new UserError(wrong.message, wrong.fix);
    if (wrong) throw wrong;
  }
}
