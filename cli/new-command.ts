import { Argument, type Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import { addExamples } from './usage.js';

/** What writes a team's files for it. */
export function addNewCommand(program: Command, project: Project): void {
  const command = program
    .command('new')
    .description('create a new service: its construct, its line in the stack, its directory')
    .addArgument(new Argument('<kind>', 'what to create').choices(['service']))
    .argument('<name>', 'its name: lower-case letters, digits and "-"')
    .action(async (_: string, name: string) => {
      const { writeService } = await import('./new-service.js');
      await writeService(project, name);
    });
  addExamples(command, project.system.conventions.commands.new, [
    ['service billing', 'writes a service that starts, and names each file'],
  ]);
}
