import { Argument, type Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import type { InstancesCall, InstanceWord } from './instances.js';
import { JSON_HELP } from './json-option.js';
import { addExamples, typedFor } from './usage.js';

const WORDS: readonly InstanceWord[] = ['stop', 'clean', 'seed'];

/** What is done with copies of the system, of which each git worktree has one. */
export function addInstanceCommands(program: Command, project: Project): void {
  const { name, commands } = project.system.conventions;
  const typed = typedFor('instances', commands);
  const instances = program
    .command('instances')
    .description('list the copies of the system, one for each git worktree; end one, or take its data')
    .addArgument(new Argument('[what]', 'stop, clean or seed; without it, they are listed').choices(WORDS))
    .argument('[name]', 'of a copy, as it is listed')
    .option('--data', 'of clean: remove the data volumes too; asks for the name of the copy')
    .option('--json', JSON_HELP)
    .action(async (what: InstanceWord | undefined, copy: string | undefined, options: InstancesCall) => {
      const { instances } = await import('./instances.js');
      await instances(project, what, copy, options);
    });
  addExamples(instances, typed, [
    ['', 'name, ports, what runs, and where; a worktree that is gone is marked'],
    [`stop ${name}-feature`, 'ends its services, from anywhere; data and ports stay its own'],
    [`clean ${name}-feature`, 'removes what a worktree has left that is gone'],
    [`clean ${name}-feature --data`, 'its data too; asks for its name'],
    [`seed ${name}`, "fills this worktree's data with that of another copy, which runs on"],
  ]);
}
