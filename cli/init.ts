import { COMMANDS } from '../lib/construct/define-system.js';
import { type NewProject, newProject, writeProject } from '../lib/init/new-project.js';
import { UsageError } from '../lib/model/user-error.js';
import { runReported } from './report.js';
import { EXIT_CODES } from './usage.js';

const HELP = `Usage: npx twomode init [name]

Starts a project in this directory: main.ts, one service, and what they need. Overwrites nothing.
The name is the prefix of every container, network, volume and image. The default is the directory's name.

Examples:
  npx twomode init       a project with the directory's name
  npx twomode init shop  one with another name

${EXIT_CODES}`;

/** `npx twomode init`: the one command that needs no project. */
export function init([name, ...rest]: readonly string[]): Promise<void> {
  return runReported({ conventions: { commands: COMMANDS } }, () => {
    if (name === '--help' || name === '-h') return console.log(HELP);
    if (rest.length > 0 || name?.startsWith('-'))
      throw new UsageError('init takes a name and nothing else', `${COMMANDS.program} init shop`);
    const project = newProject(process.cwd(), name);
    writeProject(process.cwd(), project);
    console.log(next(project));
  });
}

function next({ name, files }: NewProject): string {
  return `Created ${name}:

${[...files.keys()].map((path) => `  ${path}`).join('\n')}

Next:

  npx twomode dev --setup     installs what is missing and starts it; every edit takes effect
  curl localhost:8100         calls it; then change the greeting in hello/main.py and call it again
  npx twomode prod --replace  the same, from the image alone
  npx twomode --help          all commands

main.ts is the system: add services there. Without --setup nothing is installed.`;
}
