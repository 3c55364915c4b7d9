import { type Command, Option } from 'commander';
import { MODES } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import type { DiffOptions } from './diff.js';
import { JSON_HELP } from './json-option.js';
import { addExamples } from './usage.js';

/** The one command whose exit code 2 is not a wrong call. */
export const DIFF = 'diff';

const HELP = `
Compares the working tree with a git revision, each described by its own code. Says of each service what a start does to
it: nothing, a restart, a new container (replaced), a new image (rebuilt). Data, ports and rights come first. Values of the
environment are never shown.`;

/** What shows a change before it runs. */
export function addDiffCommand(program: Command, project: Project): void {
  const command = program
    .command(DIFF)
    .description('show what a change does: mounts, files, images, ports, data')
    .argument('[from]', 'dev: compare the two modes')
    .argument('[to]', 'prod')
    .option('--base <ref>', 'the git revision to compare with (default: HEAD)')
    .addOption(
      new Option('--running <mode>', 'compare with the containers of a mode that runs')
        .choices(MODES)
        .conflicts('base'),
    )
    .addOption(new Option('--json', JSON_HELP).conflicts('markdown'))
    .option('--markdown', 'print it as the comment of a pull request')
    .addHelpText('after', HELP)
    .action(async (from: string | undefined, to: string | undefined, options: DiffOptions) => {
      const { diff } = await import('./diff.js');
      await diff(project, [from, to], options);
    });
  addExamples(
    command,
    project.system.conventions.commands.diff,
    [
      ['', 'what is not committed yet'],
      ['--base main', 'what this branch changes'],
      ['dev prod', 'what prod has otherwise than dev'],
      ['--running prod', 'what a start would do to what runs'],
      ['--base main --json', 'for programs'],
    ],
    'Exit code: 0 no difference; 2 there are differences; 1 failed, or the call is wrong.',
  );
  program
    .command('spec', { hidden: true })
    .description('called by diff in a checkout of the revision that it compares with')
    .action(async () => {
      const { printSpec } = await import('./spec.js');
      printSpec(project);
    });
}
