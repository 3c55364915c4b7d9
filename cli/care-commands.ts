import { Argument, type Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import { JSON_HELP, type JsonOption } from './json-option.js';
import { SHELLS, type Shell } from './shells.js';
import { addExamples, typedFor } from './usage.js';
import { WAIT_HELP, waitOption } from './wait-option.js';

/** What keeps a system and its machine in order. */
export function addCareCommands(program: Command, project: Project): void {
  const typed = (name: string) => typedFor(name, project.system.conventions.commands);
  const rebuild = program
    .command('rebuild')
    .description(
      'build images without the cache, and replace the containers of them, by the engine that runs them',
    )
    .argument('[service...]', 'default: all whose image is built here')
    .option('--wait-timeout <seconds>', WAIT_HELP, waitOption)
    .action(async (services: string[], { waitTimeout }: { waitTimeout?: number }) => {
      const { rebuild } = await import('./rebuild.js');
      await rebuild(project, services, waitTimeout);
    });
  addExamples(rebuild, typed('rebuild'), [
    ['frontend', 'one service; what changed beside it is started too'],
    ['', 'all'],
  ]);
  const doctor = program
    .command('doctor')
    .description('check whether this machine has what the system needs, and say how to mend what it has not')
    .option('--json', JSON_HELP)
    .action(async ({ json = false }: JsonOption) => {
      const { doctor } = await import('./doctor.js');
      await doctor(project, json);
    });
  addExamples(doctor, typed('doctor'), [
    ['', 'versions, engine, clock, disk, memory, ports, inotify, registries, certificates, backups'],
    ['--json', 'the same for programs'],
  ]);
  const clean = program
    .command('clean')
    .description('remove what the system has left on this machine: containers, networks, images, releases')
    .option('--data', "remove the data volumes too; asks for the system's name")
    .option('--dry-run', 'only list it')
    .option('--json', JSON_HELP)
    .action(
      async ({
        data = false,
        dryRun = false,
        json = false,
      }: JsonOption & { data?: boolean; dryRun?: boolean }) => {
        const { clean } = await import('./clean.js');
        await clean(project, { data, dryRun, json });
      },
    );
  addExamples(clean, typed('clean'), [
    ['--dry-run', 'shows what would go'],
    ['', 'asks, and removes all but sources, data and secrets'],
    ['--data', 'asks for the name of the system, and removes its data too'],
  ]);
  const completion = program
    .command('completion')
    .description('print the completion of commands, options and services for a shell')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completion } = await import('./completion.js');
      console.log(completion(program, project, shell));
    });
  addExamples(completion, typed('completion'), [
    ['bash', `in ~/.bashrc: source <(${typed('completion')} bash)`],
    ['zsh', `in ~/.zshrc, after compinit: source <(${typed('completion')} zsh)`],
    ['fish', `in ~/.config/fish/config.fish: ${typed('completion')} fish | source`],
  ]);
}
