import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { linter } from '../../lib/setup/linters.js';
import { FILES_OF_MODES, monorepo, SERVICES } from '../fixtures/monorepo.js';
import { checkout, installed, neutral, PROJECT, SAMPLE } from '../fixtures/project.js';
import { runTimed } from '../harness/processes.js';
import type { Row, Sample, Workshop } from '../harness/row.js';

/** What people would run on the same files. It knows nothing of what is in them. */
const OTHERS = '`docker compose config`, dclint and hadolint on the same files';
const DCLINT = 'dclint@3.1.0';

export const validateRows: readonly Row[] = [
  {
    id: 'validate-sample',
    what: '`validate` of the sample, both modes',
    against: OTHERS,
    goals: [{ of: 'seconds', atMost: 0.7 }],
    needs: ['compose', 'linters'],
    prepare: async (workshop) => {
      const project = await checkout(workshop);
      const root = join(project, SAMPLE);
      const tracked = execFileSync('git', ['ls-files', '--', SAMPLE], { cwd: PROJECT, encoding: 'utf8' });
      const dockerfiles = tracked.split('\n').filter((path) => /\/Dockerfile(\.\w+)?$/.test(path));
      const others = await linters(workshop, root, {
        compose: ['docker-compose.dev.yml', 'docker-compose.clean.yml'],
        dockerfiles: dockerfiles.map((path) => path.slice(SAMPLE.length + 1)),
      });
      let said = '';
      return {
        ours: async () => {
          const outcome = await runTimed(['./scripts/validate-mounts.sh'], {
            cwd: project,
            env: neutral(project),
          });
          said = outcome.stdout;
          return outcome;
        },
        theirs: others,
        holds: () => requireText(said, 'services in 2 modes'),
      };
    },
  },
  {
    id: 'validate-monorepo',
    what: `\`validate\` of ${SERVICES} services with 100,000 files, both modes, for the first time`,
    against: OTHERS,
    goals: [{ of: 'seconds', atMost: 0.7 }],
    needs: ['compose', 'linters'],
    prepare: async (workshop) => {
      const { run, forget, said, root } = await validator(workshop);
      return {
        ours: async () => {
          forget();
          return run();
        },
        theirs: await linters(workshop, root, {
          compose: FILES_OF_MODES,
          dockerfiles: Array.from({ length: SERVICES }, (_, i) => `service-${i}/Dockerfile`),
        }),
        holds: () => requireText(said(), `${SERVICES} services in 2 modes`),
      };
    },
  },
  {
    id: 'validate-again',
    what: 'the same again after an edit of one file',
    against: 'the same for the first time',
    goals: [{ of: 'seconds', atMost: 0.2 }],
    needs: ['compose'],
    prepare: async (workshop) => {
      const { run, forget, said, root } = await validator(workshop);
      let edits = 0;
      return {
        ours: () => {
          // what it now reads from the environment nobody sets: the validator has to say so
          const line = `import os\nTOKEN = os.environ["TOKEN_${++edits}"]\n`;
          appendFileSync(join(root, `service-${edits % SERVICES}/app/module_7.py`), line);
          return run();
        },
        theirs: async () => {
          forget();
          return run();
        },
        holds: () => requireText(said(), `TOKEN_${edits}`),
      };
    },
  },
];

/** The validator on the monorepo, from the installed package. */
async function validator(workshop: Workshop) {
  const root = await monorepo(workshop);
  const cli = join(await installed(workshop), 'node_modules/twomode/dist/cli/index.js');
  const modes = ['--dev', FILES_OF_MODES[0], '--prod', FILES_OF_MODES[1]];
  let cache = '';
  let said = '';
  return {
    root,
    forget: () => {
      cache = workshop.directory();
    },
    run: async (): Promise<Sample> => {
      const env = { ...neutral(root), XDG_CACHE_HOME: cache || workshop.directory() };
      const outcome = await runTimed([process.execPath, cli, 'validate', ...modes], { cwd: root, env });
      said = outcome.stdout;
      return outcome;
    },
    said: () => said,
  };
}

/** Runs the others, one after another as a script would. */
async function linters(
  workshop: Workshop,
  root: string,
  { compose, dockerfiles }: { readonly compose: readonly string[]; readonly dockerfiles: readonly string[] },
): Promise<() => Promise<Sample>> {
  const dclint = await workshop.once('dclint', async (directory) => {
    writeFileSync(join(directory, 'package.json'), '{ "private": true }');
    await execa('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', DCLINT], {
      cwd: directory,
    });
    return join(directory, 'node_modules/.bin/dclint');
  });
  const calls = [
    ...compose.map((file) => ['docker', 'compose', '--file', file, 'config', '--quiet']),
    [dclint, ...compose],
    [linter('hadolint'), ...dockerfiles],
  ];
  // secrets that a Compose file asks for
  const env = { ...neutral(root), POSTGRES_PASSWORD: 'x', SETUP_SECRET: 'x' };
  return async () => {
    let seconds = 0;
    // they find something, which is no mistake
    for (const call of calls) seconds += (await runTimed(call, { cwd: root, env, codes: [0, 1] })).seconds;
    return { seconds };
  };
}

function requireText(said: string, words: string): void {
  if (!said.includes(words)) throw new Error(`it has not said "${words}":\n${said.slice(-1000)}`);
}
