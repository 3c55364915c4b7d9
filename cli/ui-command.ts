import type { Command } from 'commander';
import { UsageError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { addExamples, typedFor } from './usage.js';

/** The page. */
export function addUiCommand(program: Command, project: Project): void {
  const ui = program
    .command('ui')
    .description(
      'serve a live page for this machine alone: services, logs, edits, files; restart and rebuild',
    )
    .option('--port <number>', 'a port of 127.0.0.1 (default: a free one)', portOption)
    .action(async ({ port = 0 }: { port?: number }) => {
      const { ui } = await import('./ui.js');
      await ui(project, port);
    });
  addExamples(ui, typedFor('ui', project.system.conventions.commands), [
    ['', 'prints the address of the page, and serves it until Ctrl-C'],
    ['--port 7300', 'on that port'],
  ]);
}

function portOption(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1024 && port <= 65_535) return port;
  throw new UsageError(`--port "${value}" is no port that everybody may use`, 'give one from 1024 to 65535');
}
