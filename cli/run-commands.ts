import type { Command } from 'commander';
import { underway } from '../lib/engine/interruption.js';
import { MODES } from '../lib/model/mode.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import type { Project } from '../lib/synth/project.js';
import { addStart } from './start-command.js';
import { addExamples, typedFor } from './usage.js';

/** Of `prepare`. */
interface PrepareFlags {
  readonly begin?: boolean;
  readonly stack?: boolean;
}

/** What starts and ends a mode, and what that needs. */
export function addRunCommands(program: Command, project: Project): void {
  const { commands } = project.system.conventions;
  for (const mode of MODES) {
    addStart(program, project, mode);
    const stop = program
      .command(`stop-${mode}`)
      .description(`stop ${mode} mode; data volumes are kept`)
      .action(async () => {
        const { stop } = await import('../lib/deploy/stop.js');
        await stop(project, mode);
      });
    addExamples(stop, commands[`stop-${mode}`], [['', 'a line for each service that is stopped']]);
  }
  const setup = program
    .command('setup')
    .description('install what is missing, and start only the Docker Engine')
    .option('--tests', 'also what the tests need: Chromium, linters')
    .action(async ({ tests = false }: { tests?: boolean }) => {
      const { ensureParts } = await import('../lib/setup/ensure-parts.js');
      await underway({ state: 'what was installed by then stays' }, () =>
        ensureParts({ project, setup: true, installing: typedFor('setup', commands), call: {}, tests }),
      );
    });
  addExamples(setup, typedFor('setup', commands), [['', 'installs, and starts no service']]);
  const compose = program
    .command('compose')
    .description("run docker compose with a mode's files and variables")
    .argument('<mode>', 'dev or prod')
    .argument('[args...]', 'what follows "docker compose"')
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (mode: string, args: string[]) => {
      const { compose } = await import('./compose.js');
      await compose(project, mode, args);
    });
  addExamples(
    compose,
    commands.compose,
    [
      ['dev ps', 'the containers of dev mode'],
      ['prod logs -f --tail 100', 'what prod says, until Ctrl-C'],
      ['dev exec postgres sh', 'a shell in a container'],
    ],
    'Exit code: that of docker compose; 1 or 2 with "error:" if it was not run.',
  );
  program
    .command('prepare', { hidden: true })
    .description('called by Terraform before it touches a container')
    .argument('<file>', 'the resolved system, relative to the project')
    .argument('<terraform>', "Terraform's process")
    .option('--begin', 'note the deploy as unfinished')
    .option('--stack', 'Swarm is to run it')
    .action(async (file: string, terraform: string, { begin = false, stack = false }: PrepareFlags) => {
      const { backupFirst } = await import('./backup-first.js');
      const how = {
        terraform: Number(terraform),
        saveData: (system: SystemSpec) => backupFirst(project, system),
      };
      if (stack) {
        const { prepareStack } = await import('../lib/deploy/swarm/prepare-stack.js');
        return prepareStack(project, file, how);
      }
      const { prepare } = await import('../lib/deploy/prepare.js');
      return prepare(project, file, { ...how, begin });
    });
  program
    .command('cdktf', { hidden: true })
    .description('called in the place of cdktf')
    .argument('[args...]', 'what follows "cdktf"')
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (args: string[]) => {
      const { cdktf } = await import('./cdktf.js');
      await cdktf(project, args);
    });
}
