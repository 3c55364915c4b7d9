import type { Command } from 'commander';
import { UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { addExamples, typedFor } from './usage.js';

const HELP = `
Speaks the Model Context Protocol on standard input and output: a client starts it, and ends it by closing its input. Its tools are
validate, status, verify, logs, diff and graph, which change nothing. Values of secrets are shown as *** in every answer.`;

/** The package has the SDK; a checkout has it with what the tests need. */
function explainSdk(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.includes('@modelcontextprotocol/')) throw error;
  throw new UserError('the SDK of the Model Context Protocol is not installed', 'npm ci');
}

/** What serves coding agents. */
export function addMcpCommand(program: Command, project: Project): void {
  const command = program
    .command('mcp')
    .description('serve coding agents: what the system is and does, as tools (docs/agents.md)')
    .option('--allow-restart', 'also tools that restart and rebuild services')
    .addHelpText('after', HELP)
    .action(async ({ allowRestart = false }: { allowRestart?: boolean }) => {
      const { mcp } = await import('./mcp.js').catch(explainSdk);
      await mcp(project, allowRestart);
    });
  addExamples(
    command,
    typedFor('mcp', project.system.conventions.commands),
    [
      ['', 'what a client starts'],
      ['--allow-restart', 'for one that may restart and rebuild services too'],
    ],
    'Exit code: 0 the client has ended it; 1 failed; 2 the call is wrong.',
  );
}
