import { Argument, type Command } from 'commander';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import { JSON_HELP, type JsonOption } from './json-option.js';
import { POLL_HELP, pollOption } from './poll-option.js';
import { addExamples } from './usage.js';

/** What writes the system down, and what looks at one that runs. */
export function addLookCommands(program: Command, project: Project): void {
  const { commands } = project.system.conventions;
  const synth = program
    .command('synth')
    .description('check both modes, and write the Compose files and the Terraform stacks')
    .action(async () => {
      const { synth } = await import('./synth.js');
      await synth(project);
    });
  addExamples(synth, commands.synth, [['', 'writes both modes, whatever runs']]);
  const watch = program
    .command('watch')
    .description('watch the live files of a running dev system, started by the scripts or by Terraform')
    .option('--rebuild', 'build and replace a service whose baked files change')
    .option('--poll [milliseconds]', POLL_HELP, pollOption)
    .action(async ({ rebuild = false, poll }: { rebuild?: boolean; poll?: number }) => {
      const { watch } = await import('./watch.js');
      await watch(project, { rebuild, poll });
    });
  addExamples(watch, commands.watch, [
    ['', 'every edit takes effect, until Ctrl-C; the services keep running'],
    ['--rebuild', 'also builds a new image when a file changes that is not mounted'],
    ['--poll 500', 'looks every half second, on a network drive for example'],
  ]);
  const status = program
    .command('status')
    .description('show what runs, in which state, on which image and files')
    .addArgument(new Argument('[mode]', 'default: both').choices(MODES))
    .option('--json', JSON_HELP)
    .action(async (mode: Mode | undefined, { json = false }: JsonOption) => {
      const { status } = await import('./status.js');
      await status(project, mode, json);
    });
  addExamples(status, commands.status, [
    ['', 'a line for each service of the mode that runs'],
    ['prod', 'prod alone'],
    ['--json', 'the same for programs'],
  ]);
  const verify = program
    .command('verify')
    .description('prove that what runs matches the source tree')
    .addArgument(new Argument('[mode]', 'default: every mode that runs').choices(MODES))
    .option('--probe', 'also save a file under every live path in each way, in a separate copy of the system')
    .option('--json', JSON_HELP)
    .action(
      async (mode: Mode | undefined, { probe = false, json = false }: JsonOption & { probe?: boolean }) => {
        const { verify } = await import('./verify.js');
        await verify({ project, probe, json, ...(mode ? { mode } : {}) });
      },
    );
  addExamples(verify, commands.verify, [
    ['', 'compares mounts and files of whatever runs, to the byte'],
    ['prod', 'prod alone'],
    ['--probe', 'also proves that edits take effect; takes minutes'],
    ['--json', 'the same for programs'],
  ]);
}
