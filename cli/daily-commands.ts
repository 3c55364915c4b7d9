import type { Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import type { LogsCall } from './logs.js';
import { sinceOption } from './since-option.js';
import { addExamples, typedFor } from './usage.js';
import { WAIT_HELP, waitOption } from './wait-option.js';

/** What people do with a system that runs: in whichever mode, by whichever engine. */
export function addDailyCommands(program: Command, project: Project): void {
  const typed = (name: string) => typedFor(name, project.system.conventions.commands);
  const logs = program
    .command('logs')
    .description('show what services have written, by time')
    .argument('[service...]', 'default: all')
    .option('-f, --follow', 'go on with what they write, through restarts, until Ctrl-C')
    .option('--since <time>', 'from a time on, or for a duration: 10m, 2030-01-31T08:00', (value) =>
      sinceOption(value),
    )
    .option('--json', 'print one JSON document a line, for programs (docs/commands.md)')
    .action(async (services: string[], options: LogsCall) => {
      const { showLogs } = await import('./logs.js');
      await showLogs(project, services, options);
    });
  addExamples(logs, typed('logs'), [
    ['', 'all that is kept, of every service'],
    ['-f --since 10m', 'the last ten minutes, and what comes, until Ctrl-C'],
    ['redis postgres', 'two services alone'],
  ]);
  const restart = program
    .command('restart')
    .description('restart services in their containers, and wait until they are healthy')
    .argument('[service...]', 'default: all')
    .option('--wait-timeout <seconds>', WAIT_HELP, waitOption)
    .action(async (services: string[], { waitTimeout }: { waitTimeout?: number }) => {
      const { restart } = await import('./restart.js');
      await restart(project, services, waitTimeout);
    });
  addExamples(restart, typed('restart'), [
    ['redis', 'one service; those that require it keep running'],
    ['', 'all, each after those that it requires'],
  ]);
  const shell = program
    .command('shell')
    .description("open a shell in a service's container")
    .argument('<service>')
    .action(async (service: string) => {
      const { shell } = await import('./shell.js');
      await shell(project, service);
    });
  addExamples(
    shell,
    typed('shell'),
    [['redis', 'bash, or sh where the image has no bash, as the user of the service']],
    'Exit code: that of the shell; 1 or 2 with "error:" if there was none.',
  );
  const run = program
    .command('run')
    .description(
      "run a job, or a program in a new container that has all of a service's: image, variables, mounts, network, limits",
    )
    .argument('<service>', 'or a job')
    .argument('[command...]', 'the program with its arguments, after --; a job has its own')
    .passThroughOptions()
    .action(async (service: string, words: string[]) => {
      const { runProgramOnce } = await import('./run-once.js');
      // the parser leaves it where options are passed through
      await runProgramOnce(project, service, words[0] === '--' ? words.slice(1) : words);
    });
  addExamples(
    run,
    typed('run'),
    [['redis -- redis-cli -h redis ping', 'its output, and its exit code; the container is gone afterwards']],
    'Exit code: that of the program; 1 or 2 with "error:" if it was not run.',
  );
}
