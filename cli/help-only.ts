import { COMMANDS, conventionsOf } from '../lib/construct/define-system.js';
import { TOOL } from '../lib/model/tool.js';
import type { Project } from '../lib/synth/project.js';
import { runCommandLine } from './command-line.js';
import { init } from './init.js';
import { runReported } from './report.js';

/** The help where there is no project yet: that of any project, below how one begins. */
export async function helpOnly(words: readonly string[]): Promise<void> {
  const asked = words.filter((word) => !['help', '--help', '-h'].includes(word));
  if (asked[0] === 'init') return init(['--help']);
  const conventions = conventionsOf({ name: TOOL, title: 'a system', commands: COMMANDS });
  if (asked.length === 0)
    console.log(`There is no main.ts in ${process.cwd()}. Without one there are two commands:

  ${COMMANDS.program} init      starts a project here; where there are Compose files, it describes the same system
  ${COMMANDS.program} validate  checks the Compose files here

In a project there are these:
`);
  const project = { directory: process.cwd(), system: { conventions } } as Project;
  await runReported({ conventions }, () => runCommandLine(project, words.length === 0 ? ['--help'] : words));
}
