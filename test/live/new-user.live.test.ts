import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSystem } from '../../lib/construct/define-system.js';
import { removeSystem } from '../../lib/verify/remove.js';
import { blocksOf } from '../docs/page.js';
import { docker, lines } from './engine.js';
import { eventually, kilobytesOf } from './watching.js';

const PROJECT = resolve(import.meta.dirname, '../..');
const systemOf = (name: string) => {
  const { conventions } = defineSystem({ name, stacks: {} as never });
  return { name, conventions };
};
const SYSTEM = systemOf('greetings');

/** The page's blocks of commands: to begin, while dev is up, and prod. */
const section = readFileSync(join(PROJECT, 'docs/library.md'), 'utf8');
const [begin = [], edit = [], prod = []] = [...section.matchAll(/```bash\n([\s\S]*?)\n```/g)].map(
  ([, block = '']) => block.split('\n'),
);

const top = mkdtempSync(join(tmpdir(), 'twomode-user-'));
afterAll(() => rmSync(top, { recursive: true }));

/** A terminal: each line is run where the last one has left it. */
class Terminal {
  private said = '';

  constructor(private directory: string) {}

  /** Runs a line to its end. @returns what it says on standard output */
  async types(line: string): Promise<string> {
    const where = join(top, 'where');
    const { stdout } = await execa('bash', ['-ec', `${line}\npwd > '${where}'`], this.options());
    this.directory = readFileSync(where, 'utf8').trim();
    return stdout;
  }

  /** Leaves a line running until it has said something. @returns what ends it, as Ctrl-C does: all that it has started */
  async stays(line: string, words: string): Promise<() => Promise<void>> {
    const child = execa('bash', ['-c', `exec ${line}`], {
      ...this.options(),
      ...{ reject: false, all: true, detached: true },
    });
    child.all.on('data', (part) => {
      this.said += part;
    });
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`${line} has ended:\n${this.said}`);
      expect(this.said).toContain(words);
    }, 240);
    return async () => {
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await child;
    };
  }

  /** All that the line that stays has said. */
  get output(): string {
    return this.said;
  }

  inDirectory(...names: readonly string[]): string {
    return join(this.directory, ...names);
  }

  another(): Terminal {
    return new Terminal(this.directory);
  }

  private options() {
    // npm tells what it runs of itself: a user's terminal has none of that
    const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/.test(name));
    const env = { ...Object.fromEntries(own), npm_config_prefer_offline: 'true', NO_COLOR: '1' };
    return { cwd: this.directory, env, extendEnv: false, stdin: 'ignore' as const };
  }
}

/** The project as git has it, with its packages installed. */
function checkout(): string {
  const copy = join(top, 'infrastructure');
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  for (const path of listed.split('\0')) {
    if (
      !/^(lib|cli|images|template)\/|^scripts\/(build|diff-comment)|^(package|tsconfig|README|LICENSE)/.test(
        path,
      )
    )
      continue;
    if (!existsSync(join(PROJECT, path))) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(PROJECT, path), join(copy, path));
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function containers(): Promise<string[]> {
  const names = await docker(
    'ps',
    '--all',
    '--filter',
    'name=^greetings-',
    '--format',
    '{{.Names}} {{.Status}}',
  );
  return lines(names);
}

describe('a new user, who follows the README', () => {
  let terminal: Terminal;
  let second: Terminal;
  let interrupt: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    await removeSystem(SYSTEM);
    terminal = new Terminal(checkout());
  });
  afterAll(async () => {
    await interrupt?.();
    await removeSystem(SYSTEM);
  });

  it('packs, installs and begins', async () => {
    for (const line of begin.slice(0, -1)) await terminal.types(line);
    expect(existsSync(terminal.inDirectory('main.ts'))).toBe(true);
    second = terminal.another();
  });

  it('has the licences of what is bundled in it', () => {
    const licences = readFileSync(second.inDirectory('node_modules/twomode/dist/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['cdktf', '@cdktf/provider-docker', '@modelcontextprotocol/sdk', 'chokidar'])
      expect(licences).toMatch(new RegExp(`^${name} \\d\\S+ \\(`, 'm'));
  });

  it('has fetched less than 80 MB', async () => {
    const [megabytes] = (await second.types('du -sm node_modules')).split('\t');
    expect(Number(megabytes)).toBeLessThan(80);
  });

  it('has what cdktf and the editor want: both modes as Terraform, and types', async () => {
    await second.types('npx twomode synth');
    for (const mode of ['dev', 'prod']) {
      const stack = readFileSync(second.inDirectory(`cdktf.out/stacks/${mode}/cdk.tf.json`), 'utf8');
      expect(stack).toContain(`npx twomode prepare ./.greetings/system.${mode}.json $PPID --begin`);
      expect(readFileSync(second.inDirectory(`docker-compose.${mode}.yml`), 'utf8')).toContain('hello');
    }
    await second.types(join(PROJECT, 'node_modules/.bin/tsc'));
  });

  it('has dev mode up, and sees an edit', async () => {
    interrupt = await terminal.stays(begin.at(-1) ?? '', 'Watching the live files of 1 service');
    expect(lines(terminal.output).length, terminal.output).toBeLessThanOrEqual(60);
    const [ask = '', change = '', again = ''] = edit;
    expect(await second.types(ask)).toBe('Hello from greetings');
    await second.types(change);
    await eventually(async () => expect(await second.types(again)).toBe('Good morning from greetings'), 30);
    await eventually(() =>
      expect(terminal.output).toMatch(/hello\/main\.py → hello restarted, healthy in \d+\.\d s/),
    );
  });

  it('has a watcher that takes less than 50 MB of its own, which Ctrl-C stops while the services keep running', async () => {
    const pid = Number(
      readFileSync(terminal.inDirectory('.greetings/watch.greetings.lock'), 'utf8').split(' ')[0],
    );
    expect(kilobytesOf(pid) * 1024).toBeLessThan(50e6);
    await interrupt?.();
    interrupt = undefined;
    expect(terminal.output.split('Stopped watching; the services keep running.')).toHaveLength(2);
    // sed has replaced the file, so the container was restarted: the engine's own health check follows a little later
    await eventually(async () =>
      expect(await containers()).toEqual([expect.stringMatching(/^greetings-hello-dev Up .*\(healthy\)/)]),
    );
  });

  it('has prod mode up in its place, with the edit in the image, and ends it', async () => {
    const [start = '', ask = '', end = ''] = prod;
    await terminal.types(start);
    expect(await containers()).toEqual([expect.stringMatching(/^greetings-hello-prod Up .*\(healthy\)/)]);
    expect(await terminal.types(ask)).toBe('Good morning from greetings');
    await terminal.types(end);
    expect(await containers()).toEqual([]);
    expect(lines(await docker('network', 'ls', '--filter', 'name=^greetings', '--quiet'))).toEqual([]);
  });
});

/** Of somebody else's: a server without a word for a health check, whose files are mounted over its image. */
const FOREIGN = {
  'compose.yaml': `services:
  web:
    build: ./web
    init: true
    ports: ["127.0.0.1:8190:8000"]
    volumes: ["./web:/srv"]
    networks: [back]
networks: {back: }
`,
  'web/Dockerfile': 'FROM python:3.12-slim\nWORKDIR /srv\nCMD ["python", "-m", "http.server", "8000"]\n',
  'web/hello.txt': 'Hello',
};

describe('a new user with Compose files, who follows their page', () => {
  const stall = join(top, 'stall');
  const page = readFileSync(join(PROJECT, 'docs/compose.md'), 'utf8').replaceAll('infra/shop', 'infra/stall');
  const [[install = '', look = ''] = [], , [check = '', start = ''] = []] = blocksOf(page);
  const terminal = new Terminal(stall);
  const ask = () => terminal.types('curl --silent localhost:8190/hello.txt');

  beforeAll(async () => {
    await removeSystem(systemOf('stall'));
    mkdirSync(join(stall, 'web'), { recursive: true });
    for (const [path, text] of Object.entries(FOREIGN)) writeFileSync(join(stall, path), text);
  });
  afterAll(() => removeSystem(systemOf('stall')));

  it('sees what would be written, has it written, and nothing else in the checkout', async () => {
    await terminal.types(install);
    expect(await terminal.types(look)).toContain('Nothing was written. With --yes it is.');
    await terminal.types(`${look} --yes`);
    expect(readdirSync(stall).sort()).toEqual(['compose.yaml', 'infra', 'web']);
    await terminal.types(check);
  });

  it('has dev mode up, an edit at once, and nothing to complain of what Compose alone mounts', async () => {
    await terminal.types(`${start} --detach`);
    expect(await ask()).toBe('Hello');
    writeFileSync(join(stall, 'web/hello.txt'), 'Good morning');
    expect(await ask()).toBe('Good morning');
    await terminal.types('infra/stall status');
    await terminal.types('infra/stall verify');
    await terminal.types('infra/stall stop-dev');
  });
});
