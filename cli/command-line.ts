import type { Command } from 'commander';
import { calledAs } from '../lib/engine/interruption.js';
import type { Commands } from '../lib/model/conventions.js';
import { UsageError, UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { addBackupCommands } from './backup-commands.js';
import { addCareCommands } from './care-commands.js';
import { addDailyCommands } from './daily-commands.js';
import { addDiffCommand, DIFF } from './diff-command.js';
import { addGraphCommand } from './graph-command.js';
import { addInstanceCommands } from './instance-commands.js';
import { addLookCommands } from './look-commands.js';
import { addMcpCommand } from './mcp-command.js';
import { addNewCommand } from './new-command.js';
import { addProdCommands } from './prod-commands.js';
import { runProgram } from './program.js';
import { addRunCommands } from './run-commands.js';
import { addSecretsCommands } from './secrets-commands.js';
import { addUiCommand } from './ui-command.js';
import { typedFor } from './usage.js';
import { addValidateCommand } from './validate-command.js';

/**
 * The command line of a project. Each command is loaded when it is called.
 * @throws UserError for a mistake of whoever calls
 */
export async function runCommandLine(project: Project, words: readonly string[]): Promise<void> {
  const { title, commands } = project.system.conventions;
  calledAs(shownCall(words, commands));
  try {
    await runProgram(
      commands,
      `${title} in dev and prod mode`,
      (program) => addCommands(program, project),
      words,
    );
  } catch (error) {
    // as of diff(1) and of a plan, 2 is a difference
    if (words[0] === DIFF && error instanceof UsageError) throw new UserError(error.message, error.fix);
    throw error;
  }
}

/** All that can be called, with what each does. */
export function addCommands(program: Command, project: Project): void {
  addRunCommands(program, project);
  addLookCommands(program, project);
  addDailyCommands(program, project);
  addCareCommands(program, project);
  addBackupCommands(program, project);
  addInstanceCommands(program, project);
  addSecretsCommands(program, project);
  addProdCommands(program, project);
  program.hook('preAction', () => openKept(project));
  addValidateCommand(program, project.system.conventions.commands, {
    examples: [['', 'both modes of this system']],
    withoutFiles: "this project's own system is validated, in both modes",
    validate: async (options) => {
      const { validate } = await import('../lib/validate/validate.js');
      return validate(project, options);
    },
  });
  addDiffCommand(program, project);
  addGraphCommand(program, project);
  addMcpCommand(program, project);
  addUiCommand(program, project);
  addNewCommand(program, project);
}

/** What passes on a program's own words, of which one may be a secret. */
const PASSING: ReadonlySet<string> = new Set(['run', 'compose']);

/** A call as people type it. */
function shownCall([command = '', ...words]: readonly string[], commands: Commands): string {
  const shown = PASSING.has(command) && words.length > 1 ? [...words.slice(0, 1), '…'] : words;
  return [typedFor(command, commands), ...shown].join(' ');
}

/** What a team has committed is decrypted where something may read it; without such a file nothing is loaded. */
async function openKept(project: Project): Promise<void> {
  const { readSettings } = await import('../lib/synth/settings.js');
  const { areEncrypted } = await import('../lib/disk/secrets-file.js');
  let root: string;
  try {
    root = readSettings(project).sourceRoot;
  } catch {
    // the command says it, if it needs them
    return;
  }
  if (!areEncrypted(root, { mode: 'prod' })) return;
  const { openSecrets } = await import('../lib/secrets/open.js');
  await openSecrets({ root, conventions: project.system.conventions, environment: process.env });
}
