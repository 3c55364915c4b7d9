import { Argument, type Command } from 'commander';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import { POLL_HELP, pollOption } from './poll-option.js';
import { runReported } from './report.js';

/** What writes the system down, and what looks at one that runs. */
export function addLookCommands(program: Command, project: Project): void {
  program
    .command('synth')
    .description('check both modes, and write the Compose files and the Terraform stacks')
    .action(async () => {
      const { synth } = await import('./synth.js');
      await synth(project);
    });
  program
    .command('watch')
    .description('watch the live files of a running dev system, started by either engine')
    .option('--rebuild', 'build and replace a service whose baked files change')
    .option('--poll [milliseconds]', POLL_HELP, pollOption)
    .action(({ rebuild = false, poll }: { rebuild?: boolean; poll?: number }) =>
      runReported(project.system, async () => {
        const { watch } = await import('./watch.js');
        await watch(project, { rebuild, poll });
      }),
    );
  program
    .command('status')
    .description('show what runs, in which state, on which files')
    .addArgument(new Argument('[mode]', 'default: both').choices(MODES))
    .action((mode?: Mode) =>
      runReported(project.system, async () => {
        const { status } = await import('./status.js');
        await status(project, mode);
      }),
    );
  program
    .command('verify')
    .description('prove that what runs matches the source tree; exit code 0: proven, 1: not, 2: usage')
    .addArgument(new Argument('[mode]', 'default: every mode that runs').choices(MODES))
    .option('--probe', 'also save a file under every live path in each way, in a separate copy of the system')
    .option('--json', 'print the report as JSON')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action((mode: Mode | undefined, { probe = false, json = false }: { probe?: boolean; json?: boolean }) =>
      runReported(project.system, async () => {
        const { verify } = await import('./verify.js');
        await verify({ project, probe, json, ...(mode ? { mode } : {}) });
      }),
    );
}
