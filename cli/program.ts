import { Command, CommanderError } from 'commander';
import type { Commands } from '../lib/model/conventions.js';
import { typedFor, usageError } from './usage.js';

/**
 * Parses a call, and runs what it names.
 * @param add adds the commands
 * @throws UserError for a mistake of whoever calls
 */
export async function runProgram(
  commands: Commands,
  description: string,
  add: (program: Command) => void,
  words: readonly string[],
): Promise<void> {
  const typed = (name: string) => typedFor(name, commands);
  const program = new Command(commands.program)
    .description(description)
    .configureOutput({ writeOut: (text) => console.log(text.trimEnd()), outputError: () => {} })
    .configureHelp({
      optionDescription: ({ description }) => description,
      // what people type for a command may be a script of its own
      commandUsage: (command) =>
        `${command.parent === null ? commands.program : typed(command.name())} ${command.usage()}`,
    })
    .enablePositionalOptions()
    .exitOverride();
  add(program);
  const [first, second] = words;
  const isCommand = program.commands.some((command) => command.name() === second);
  // of a command that is not there, commander's own shows all the help, as if that were an answer
  const asked = first === 'help' && second !== undefined ? [second, ...(isCommand ? ['--help'] : [])] : words;
  try {
    await program.parseAsync(asked, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const called = program.commands.find((command) => command.name() === words[0])?.name();
    const wrong = usageError(error, `${called === undefined ? commands.program : typed(called)} --help`);
    if (wrong) throw wrong;
  }
}
