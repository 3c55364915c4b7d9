/** The scripts' one entry: `node --import tsx cli/index.ts COMMAND …`, run from the project's directory. */
import { Command } from 'commander';
import { addLookCommands } from './look-commands.js';
import { addProdCommands } from './prod-commands.js';
import { addRunCommands } from './run-commands.js';

// a reader that has seen enough (`| head`) is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const directory = process.cwd();
const program = new Command('opsconductor')
  .description('OpsConductor in dev and prod mode')
  // the user called a script, and its usage is what helps
  .configureHelp({ commandUsage: (command) => `${process.env.OPSCONDUCTOR_SCRIPT} ${command.usage()}` })
  .enablePositionalOptions();

// each command is loaded when it is called: cdktf, which most need, takes longer than some commands take in all
addRunCommands(program, directory);
addLookCommands(program, directory);
addProdCommands(program, directory);

await program.parseAsync();
