import { type Command, Option } from 'commander';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import { POLL_HELP, pollOption } from './poll-option.js';
import { runReported } from './report.js';

interface StartOptions {
  readonly setup?: boolean;
  readonly without?: readonly string[];
  readonly only?: readonly string[];
  readonly withDependents?: boolean;
  readonly adopt?: boolean;
  readonly rebuild?: readonly string[];
  readonly replace?: boolean;
  readonly rollback?: boolean;
  readonly detach?: boolean;
  readonly poll?: number;
}

const STARTS = {
  dev: 'start in dev mode: live files mounted, everything else from images; then watch the files',
  prod: 'start in prod mode: everything from images, only data mounted',
} as const;

/** What starts and ends a mode, and what that needs. */
export function addRunCommands(program: Command, project: Project): void {
  for (const mode of MODES) {
    addStart(program, project, mode);
    program
      .command(`stop-${mode}`)
      .description(`stop ${mode} mode; data volumes are kept`)
      .action(() =>
        runReported(project.system, async () => {
          const { stop } = await import('../lib/deploy/stop.js');
          await stop(project, mode);
        }),
      );
  }
  program
    .command('setup')
    .description('install what is missing, and start only the Docker Engine')
    .option('--tests', 'also what the tests need: Chromium, linters')
    .action(({ tests = false }: { tests?: boolean }) =>
      runReported(project.system, async () => {
        const { ensureParts } = await import('../lib/setup/ensure-parts.js');
        await ensureParts({ project, setup: true, call: {}, tests });
      }),
    );
  program
    .command('compose')
    .description("run docker compose with a mode's files and variables")
    .argument('<mode>', 'dev or prod')
    .argument('[args...]', 'what follows "docker compose"')
    .passThroughOptions()
    .allowUnknownOption()
    .action((mode: string, args: string[]) =>
      runReported(project.system, async () => {
        const { compose } = await import('./compose.js');
        await compose(project, mode, args);
      }),
    );
  program
    .command('prepare', { hidden: true })
    .description('called by Terraform before it touches a container')
    .argument('<file>', 'the resolved system, relative to the project')
    .option('--begin', 'note the deploy as unfinished')
    .action((file: string, { begin = false }: { begin?: boolean }) =>
      runReported(project.system, async () => {
        const { prepare } = await import('../lib/deploy/prepare.js');
        await prepare(project, file, begin);
      }),
    );
}

function addStart(program: Command, project: Project, mode: Mode): void {
  const command = program
    .command(mode)
    .description(STARTS[mode])
    .option('--setup', 'install what is missing: Docker Engine, Compose, base images')
    .option('--without <name>', 'leave out a service (repeatable)', collect)
    .option('--with-dependents', 'also leave out what requires a service that is left out')
    .option('--only <name>', 'start only this service and what it requires (repeatable)', collect)
    .option('--adopt', 'keep Compose files that were written by hand under another name')
    .addOption(rebuildOption(mode))
    .option('--replace', 'stop what Terraform or the other mode runs, once everything is built')
    .action(({ setup = false, rebuild = [], replace = false, ...more }: StartOptions) =>
      runReported(project.system, async () => {
        if (more.rollback) {
          const { rollback } = await import('../lib/deploy/rollback.js');
          return rollback(project, replace);
        }
        const { start } = await import('./start.js');
        const named = rebuild.filter((name) => name !== '');
        const watching = mode === 'dev' && !more.detach;
        return start(mode, {
          ...{ project, setup, call: more, replace, rebuild: named },
          ...(watching ? { watch: { rebuild: rebuild.includes(''), poll: more.poll } } : {}),
        });
      }),
    );
  if (mode === 'dev')
    command
      .option('--detach', 'exit when the system is up, without watching')
      .option('--poll [milliseconds]', POLL_HELP, pollOption);
  else {
    const rollback = new Option('--rollback', 'return to the previous release; the data stays as it is');
    command.addOption(
      rollback.conflicts([...['setup', 'without', 'withDependents', 'only', 'adopt', 'rebuild']]),
    );
  }
}

/** In dev the name may be missing: then it is about what happens while the files are watched. */
function rebuildOption(mode: Mode): Option {
  const named = "rebuild a service's image (repeatable)";
  const option =
    mode === 'dev'
      ? new Option('--rebuild [name]', `${named}; without a name: whenever its files change`).preset('')
      : new Option('--rebuild <name>', named);
  return option.argParser(collect);
}

function collect(value: string, all: readonly string[] = []): string[] {
  return [...all, ...value.split(',')];
}
