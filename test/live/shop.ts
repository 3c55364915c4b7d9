import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { shop } from '../../examples/shop/constructs/shop.js';
import { removeSystem } from '../../lib/verify/remove.js';
import type { Output, SystemOptions } from './harness.js';

const PROJECT = resolve(import.meta.dirname, '../..');

/** What the shop needs of this repository; what it is to others is a package. */
const PARTS = ['package.json', 'tsconfig.json', 'lib', 'cli', 'images', 'examples/shop'];

/** A copy of the shop, and of the library that it imports, in a temporary directory. */
export class TestShop {
  private constructor(
    private readonly name: string,
    private readonly portOffset: number,
    readonly directory: string,
    /** That of its `main.ts`. */
    readonly root: string,
  ) {}

  /** Removes first what a run that was killed has left of this name. */
  static async make({ name, portOffset }: Pick<SystemOptions, 'name' | 'portOffset'>): Promise<TestShop> {
    await removeSystem({ name, conventions: shop.conventions });
    const directory = await mkdtemp(join(tmpdir(), `twomode-${name}-`));
    const files = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...PARTS];
    const { stdout } = await execa('git', files, { cwd: PROJECT });
    for (const path of stdout.split('\0').filter((each) => each !== '' && existsSync(join(PROJECT, each)))) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      cpSync(join(PROJECT, path), join(directory, path));
    }
    await symlink(join(PROJECT, 'node_modules'), join(directory, 'node_modules'));
    await writeFile(join(directory, 'terraform.rc'), '');
    return new TestShop(name, portOffset, directory, join(directory, 'examples/shop'));
  }

  /** A command of the library, as somebody types it in the shop's directory. */
  async command(...words: readonly string[]): Promise<Output> {
    return this.run('node', ['--import', '../../cli/typescript.mjs', '../../cli/index.ts', ...words]);
  }

  async run(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Output> {
    const { exitCode, stdout, stderr } = await this.spawn(program, args, more);
    return { exitCode, stdout, stderr };
  }

  /** The same, where only success goes on. */
  async must(program: string, ...args: readonly string[]): Promise<string> {
    return succeeded(await this.run(program, args), `${program} ${args.join(' ')}`);
  }

  async mustCommand(...words: readonly string[]): Promise<string> {
    return succeeded(await this.command(...words), words.join(' '));
  }

  /** A command that goes on: what it says, and its end by Ctrl-C. */
  start(...words: readonly string[]) {
    const child = this.spawn('node', [
      '--import',
      '../../cli/typescript.mjs',
      '../../cli/index.ts',
      ...words,
    ]);
    let output = '';
    child.all.on('data', (part) => {
      output += part;
    });
    return {
      output: () => output,
      async says(pattern: RegExp): Promise<void> {
        for (const end = Date.now() + 280_000; !pattern.test(output); await sleep(50))
          if (child.exitCode !== null || Date.now() > end)
            throw new Error(`${words.join(' ')} has not said ${pattern}:\n${output.slice(-3000)}`);
      },
      async end(): Promise<number | undefined> {
        child.kill('SIGINT');
        return (await child).exitCode;
      },
    };
  }

  port(port: number): number {
    return port + this.portOffset;
  }

  async remove(): Promise<void> {
    await removeSystem({ name: this.name, conventions: shop.conventions });
    await rm(this.directory, { recursive: true, force: true });
  }

  private spawn(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
    return execa(program, args, {
      cwd: this.root,
      env: {
        SHOP_NAME: this.name,
        SHOP_PORT_OFFSET: String(this.portOffset),
        CHECKPOINT_DISABLE: '1',
        TF_CLI_CONFIG_FILE: join(this.directory, 'terraform.rc'),
        NO_COLOR: '1',
        ...more,
      },
      reject: false,
      all: true,
      stdin: 'ignore',
    });
  }
}

function succeeded({ exitCode, stdout, stderr }: Output, what: string): string {
  if (exitCode === 0) return stdout;
  throw new Error(
    `${what} ended with ${exitCode}:\n${`${stdout}\n${stderr}`.split('\n').slice(-40).join('\n')}`,
  );
}
