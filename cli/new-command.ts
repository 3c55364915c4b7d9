import { Argument, type Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import { runReported } from './report.js';

/** What writes a team's files for it. */
export function addNewCommand(program: Command, project: Project): void {
  program
    .command('new')
    .description('create a new service: its construct, its line in the stack, its directory')
    .addArgument(new Argument('<what>', 'what to create').choices(['service']))
    .argument('<name>', 'its name: lower-case letters, digits and "-"')
    .action((_: string, name: string) =>
      runReported(project.system, async () => {
        const { writeService } = await import('./new-service.js');
        await writeService(project, name);
      }),
    );
}
