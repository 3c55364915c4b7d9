import { Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import { addLookCommands } from './look-commands.js';
import { addNewCommand } from './new-command.js';
import { addProdCommands } from './prod-commands.js';
import { addRunCommands } from './run-commands.js';
import { addValidateCommand } from './validate-command.js';

/** The command line of a project. Each command is loaded when it is called. */
export async function runCommandLine(project: Project, words: readonly string[]): Promise<void> {
  // a reader that has seen enough (`| head`) is not an error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const { title, commands } = project.system.conventions;
  const typed: Readonly<Record<string, string>> = { ...commands };
  const program = new Command(commands.entry)
    .description(`${title} in dev and prod mode`)
    // what people type for a command may be a script of its own
    .configureHelp({
      commandUsage: (command) =>
        `${typed[command.name()] ?? `${commands.entry} ${command.name()}`.trim()} ${command.usage()}`,
    })
    .enablePositionalOptions();
  addRunCommands(program, project);
  addLookCommands(program, project);
  addProdCommands(program, project);
  addValidateCommand(program, project);
  addNewCommand(program, project);
  await program.parseAsync(words, { from: 'user' });
}
