/** The scripts' one entry: `node --import tsx cli/index.ts COMMAND …`, run from the project's directory. */
import { Command } from 'commander';
import { MODES } from '../model/mode.js';
import { compose } from './compose.js';
import { runReported } from './report.js';
import { ensureParts } from './setup.js';
import { start } from './start.js';
import { stop } from './stop.js';

// a reader that has seen enough (`| head`) is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const directory = process.cwd();
const program = new Command('opsconductor')
  .description('OpsConductor in dev and prod mode')
  // the user called a script, and its usage is what helps
  .configureHelp({ commandUsage: (command) => `${process.env.OPSCONDUCTOR_SCRIPT} ${command.usage()}` })
  .enablePositionalOptions();

interface StartOptions {
  readonly setup?: boolean;
  readonly without?: readonly string[];
  readonly rebuild?: readonly string[];
}

const collect = (value: string, all: readonly string[] = []) => [...all, ...value.split(',')];

const STARTS = {
  dev: 'start in dev mode: live files mounted, everything else from images',
  prod: 'start in prod mode: everything from images, nothing mounted but data',
} as const;

for (const mode of MODES) {
  program
    .command(mode)
    .description(STARTS[mode])
    .option('--setup', 'install what is missing: Docker Engine, Compose, base images')
    .option('--without <name>', 'leave out a service that no other requires (repeatable)', collect)
    .option('--rebuild <name>', "build a service's image anew (repeatable)", collect)
    .action(({ setup = false, without = [], rebuild = [] }: StartOptions) =>
      runReported(() => start(mode, { directory, setup, without, rebuild })),
    );
  program
    .command(`stop-${mode}`)
    .description(`end ${mode} mode; data volumes are kept`)
    .action(() => runReported(() => stop(directory, mode)));
}

program
  .command('setup')
  .description('install what is missing, and start nothing but the Docker Engine')
  .option('--tests', 'also what the tests need: Chromium, shellcheck')
  .action(({ tests = false }: { tests?: boolean }) =>
    runReported(async () => {
      await ensureParts({ directory, setup: true, without: [], tests });
    }),
  );

program
  .command('compose')
  .description('docker compose with the files and variables of a mode')
  .argument('<mode>', 'dev or prod')
  .argument('[args...]', 'what follows "docker compose"')
  .passThroughOptions()
  .allowUnknownOption()
  .action((mode: string, args: string[]) => runReported(() => compose(directory, mode, args)));

await program.parseAsync();
