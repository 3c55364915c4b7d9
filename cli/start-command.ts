import { type Command, Option } from 'commander';
import { UNTOUCHED, underway } from '../lib/engine/interruption.js';
import type { Mode } from '../lib/model/mode.js';
import { UsageError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { backupFirst } from './backup-first.js';
import { guard } from './guard.js';
import { POLL_HELP, pollOption } from './poll-option.js';
import { addExamples } from './usage.js';
import { WAIT_HELP, waitOption } from './wait-option.js';

interface StartOptions {
  readonly setup?: boolean;
  readonly without?: readonly string[];
  readonly withDependents?: boolean;
  readonly only?: readonly string[];
  readonly adopt?: boolean;
  readonly gateway?: boolean;
  readonly rebuild?: readonly string[];
  readonly seed?: string;
  readonly swarm?: boolean;
  readonly replace?: boolean;
  readonly keepFailed?: boolean;
  readonly rollback?: boolean;
  readonly detach?: boolean;
  readonly poll?: number;
  readonly waitTimeout?: number;
}

const STARTS = {
  dev: 'start in dev mode: live files mounted, everything else from images; then watch the files',
  prod: 'start in prod mode: everything from images, only data mounted',
} as const;

/** What starts a mode. Both modes have the same options, so that a script can pass them to either. */
export function addStart(program: Command, project: Project, mode: Mode): void {
  const { commands } = project.system.conventions;
  const command = program
    .command(mode)
    .description(STARTS[mode])
    .option('--setup', 'install what is missing: Docker Engine, Compose, base images')
    .option('--without <name>', 'leave out a service (repeatable)', collect)
    .option('--with-dependents', 'also leave out what requires a service that is left out')
    .option('--only <name>', 'start only this service and what it requires (repeatable)', collect)
    .option(
      '--adopt',
      'keep Compose files that were written by hand under another name, and use data volumes that nobody is known to own',
    )
    .addOption(
      new Option(
        '--rebuild [name]',
        "rebuild a service's image (repeatable); without a name, in dev: whenever its files change",
      )
        .preset('')
        .argParser(collect),
    )
    .option(
      '--seed <copy>',
      'first fill the data here, where there is none, with that of another copy of the system',
    )
    .option('--gateway', 'in dev: also start the gateway, which prod always has')
    .option('--swarm', 'in prod: have Docker Swarm run it, without a break at a release (docs/swarm.md)')
    .option('--replace', 'stop what another engine or the other mode runs, once everything is built')
    .option('--keep-failed', 'leave what does not come up as it is, and do not return to what ran before')
    .option('--wait-timeout <seconds>', WAIT_HELP, waitOption)
    .option('--detach', 'exit when the system is up, without watching; prod is never watched')
    .option('--poll [milliseconds]', `in dev: ${POLL_HELP}`, pollOption)
    .addOption(
      new Option('--rollback', 'in prod: return to the previous release; the data stays as it is').conflicts([
        'setup',
        ...['without', 'withDependents', 'only', 'adopt', 'rebuild', 'seed'],
      ]),
    )
    .action(async (options: StartOptions) => {
      const {
        setup = false,
        rebuild = [],
        replace = false,
        keepFailed = false,
        waitTimeout,
        seed: from,
        swarm = false,
        ...more
      } = options;
      if (swarm && mode === 'dev')
        throw new UsageError('Swarm runs prod alone: dev mounts files of this machine', commands.dev);
      if (options.rollback) {
        if (mode === 'dev')
          throw new UsageError(
            'dev mode keeps no releases to return to',
            `check out the earlier source, then ${commands.dev}`,
          );
        const { rollback } = await import('../lib/deploy/rollback.js');
        return underway({ state: UNTOUCHED }, () =>
          rollback(project, {
            ...{ replace, keepFailed, waitTimeout, guard },
            saveData: (system) => backupFirst(project, system),
          }),
        );
      }
      if (from !== undefined) {
        const { seed } = await import('./seed.js');
        await seed(project, from, mode);
      }
      const { start } = await import('./start.js');
      const watching = mode === 'dev' && !options.detach;
      if (!watching) noteIdle(options, mode === 'prod' ? 'in prod mode' : 'with --detach');
      return start(mode, {
        ...{
          project,
          setup,
          call: more,
          engine: swarm ? 'swarm' : 'compose',
          replace,
          keepFailed,
          guard,
          waitTimeout,
          rebuild: rebuild.filter((name) => name !== ''),
        },
        ...(watching ? { watch: { rebuild: rebuild.includes(''), poll: options.poll } } : {}),
      });
    });
  const typed = commands[mode];
  addExamples(command, typed, mode === 'dev' ? DEV_EXAMPLES : PROD_EXAMPLES);
}

const DEV_EXAMPLES = [
  ['--setup', 'the first start on a machine: installs what is missing'],
  ['', 'starts and watches; Ctrl-C stops only the watching'],
  ['--detach', 'starts and returns'],
  ['--without frontend', 'starts all but one service'],
  ['--without redis --with-dependents', 'also leaves out what requires it'],
  ['--only frontend', 'starts a service and what it requires'],
  ['--rebuild frontend', "builds a service's image again, then starts"],
  ['--replace', 'stops prod, then starts'],
] as const;

const PROD_EXAMPLES = [
  ['--setup', 'the first start on a machine: installs what is missing'],
  ['', 'builds what changed, and starts'],
  ['--replace', 'stops dev, once everything is built, then starts'],
  ['--rebuild frontend', "builds a service's image again, then starts"],
  ['--swarm --setup', 'has Docker Swarm run it: the first time, of this machine alone'],
  ['--rollback', 'returns to the release before'],
] as const;

/** Says which options are for a watcher, where none follows. @param when nothing is watched */
function noteIdle({ rebuild = [], poll }: StartOptions, when: string): void {
  const idle = [
    ...(rebuild.includes('') ? ['--rebuild without a name'] : []),
    ...(poll === undefined ? [] : ['--poll']),
  ];
  for (const option of idle) console.error(`note: ${option} has no effect ${when}: no files are watched.`);
}

function collect(value: string, all: readonly string[] = []): string[] {
  return [...all, ...value.split(',')];
}
