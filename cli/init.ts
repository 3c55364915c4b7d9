import { parseArgs } from 'node:util';
import { COMMANDS } from '../lib/construct/define-system.js';
import { type ForeignProject, foreignProject } from '../lib/init/foreign/project.js';
import { modeFiles, otherComposeFiles } from '../lib/init/foreign/setups.js';
import { summaryOf } from '../lib/init/foreign/summary.js';
import { type NewProject, newProject, requireName, writeNew, writeProject } from '../lib/init/new-project.js';
import { counted } from '../lib/model/counted.js';
import { UsageError } from '../lib/model/user-error.js';
import { ask, isYes } from './ask.js';
import { runReported } from './report.js';
import { EXIT_CODES } from './usage.js';

const HELP = `Usage: npx twomode init [name] [--dev FILES] [--prod FILES] [--yes]

Starts a project in this directory. Where there are Compose files, infra/ describes the same system: its services as
constructs, and what they cannot say kept for Compose. All of it is shown first. Where there are none, it is main.ts, one
service, and what they need. Overwrites nothing.

The name is the prefix of every container, network, volume and image. The default is the Compose project's, else the directory's.

Options:
  --dev FILE    a Compose file of dev mode, once for each (default: those that Compose finds)
  --prod FILE   one of prod mode (default: the first of them, and compose.prod.yaml over it if there is one)
  --yes         writes without asking

Examples:
  npx twomode init                     a project with the directory's name
  npx twomode init shop                one with another name
  npx twomode init --dev compose.yaml --dev compose.dev.yaml --prod compose.yaml

${EXIT_CODES}`;

/** `npx twomode init`: the one command that needs no project. */
export function init(words: readonly string[]): Promise<void> {
  return runReported({ conventions: { commands: COMMANDS } }, async () => {
    const { values, positionals } = readWords(words);
    const [name, ...rest] = positionals;
    if (values.help) return console.log(HELP);
    if (rest.length > 0) throw new UsageError('init takes one name', `${COMMANDS.program} init shop`);
    if (name !== undefined) requireName(name);
    const directory = process.cwd();
    const { dev, prod, yes } = values;
    const files = modeFiles(directory, { ...(dev ? { dev } : {}), ...(prod ? { prod } : {}) });
    if (!files) {
      requireNoComposeFiles(directory);
      const project = newProject(directory, name);
      writeProject(directory, project);
      return console.log(next(project));
    }
    const project = await foreignProject(directory, files, name);
    await write(project, directory, yes === true);
  });
}

/** @throws UsageError where there are some that Compose does not find here: that is no place for a new project */
function requireNoComposeFiles(directory: string): void {
  const [first, ...others] = otherComposeFiles(directory);
  if (first === undefined) return;
  const more = others.length > 0 ? `, and ${counted(others.length, 'more file')} like it` : '';
  throw new UsageError(
    `${first} is here${more}, but no Compose file that Compose finds by itself`,
    `name what describes the system: npx twomode init --dev ${first}`,
  );
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        dev: { type: 'string', multiple: true },
        prod: { type: 'string', multiple: true },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const [first = ''] = (error as Error).message.split(/\. /);
    throw new UsageError(first, `${COMMANDS.entry} init --help`);
  }
}

async function write(project: ForeignProject, directory: string, yes: boolean): Promise<void> {
  if (!yes) for (const [path, text] of project.files) console.log(`--- ${path}\n${text}`);
  console.log(summaryOf(project, directory));
  const goOn = yes || (await asked());
  if (!goOn) return console.log('\nNothing was written. With --yes it is.');
  writeNew(directory, project.files);
  const { program } = project;
  console.log(`\nWritten. Next:

  ${program} validate        checks both modes
  ${program} dev --setup     installs what is missing, and starts dev mode
  ${program} synth           writes the Compose files, and Terraform's stacks
  ${program} --help          all commands; it works from any directory`);
}

/** Nobody is asked where nobody can answer. */
async function asked(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  return isYes(await ask('\nWrite these files? [y/N] '));
}

function next({ name, files }: NewProject): string {
  return `Created ${name}:

${[...files.keys()].map((path) => `  ${path}`).join('\n')}

Next:

  npx twomode dev --setup     installs what is missing and starts it; every edit takes effect
  curl localhost:8100         calls it; then change the greeting in hello/main.py and call it again
  npx twomode prod --replace  the same, from the image alone
  npx twomode --help          all commands; ./${name} takes them too, from any directory

main.ts is the system: add services there. Without --setup nothing is installed.`;
}
