import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { startDaemon, waitForEngine } from '../../lib/setup/dockerd.js';
import { enterRoot } from './trixie.js';

const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const tool = async (command: string) =>
  !(await execa('sh', ['-c', command], { reject: false, env: { PATH } })).failed;

/** Why no second engine can be started here, if it cannot; for the title of what is skipped. */
export const SECOND_ENGINE_LACK =
  process.getuid?.() !== 0
    ? 'needs root'
    : (await tool('command -v dockerd nsenter ip && unshare --net true'))
      ? undefined
      : 'needs dockerd, nsenter, ip and unshare';

/** A Docker Engine with nothing in it, in a network namespace of its own: no image, no network, no file is shared. */
export class SecondEngine {
  private constructor(
    private readonly directory: string,
    private readonly options: readonly string[],
    private pid: number,
  ) {}

  /**
   * @param root a Debian's root file system whose engine it is, '' for this machine's @default - as the tests' own engine
   * @param machine further options of dockerd, and what its machine is called @default - none, and this machine's name
   */
  static async start(
    root = process.env.LIVE_ENGINE_ROOT ?? '',
    { options = [], hostname }: { options?: readonly string[]; hostname?: string } = {},
  ): Promise<SecondEngine> {
    const directory = await mkdtemp(join(tmpdir(), 'oclive-engine-'));
    // in the host's namespace it would share docker0 and its rules with the engine that runs there
    const named = hostname === undefined ? '' : `hostname ${hostname}; `;
    const script = root
      ? `${named}ip link set lo up\n${enterRoot(root)}\nexec /usr/sbin/dockerd "$@"`
      : `${named}ip link set lo up; exec ${(await execa('sh', ['-c', 'command -v dockerd'], { env: { PATH } })).stdout} "$@"`;
    await writeFile(
      join(directory, 'dockerd'),
      `#!/bin/sh\nexec unshare --net --uts ${root && '--mount '}sh -c '${script}' dockerd "$@"\n`,
      { mode: 0o755 },
    );
    return new SecondEngine(directory, options, await boot(directory, options));
  }

  /** What DOCKER_HOST has to be for it. */
  get host(): string {
    return socketOf(this.directory);
  }

  /** Its network namespace, for nsenter and ip. */
  get network(): string {
    return `/proc/${this.pid}/ns/net`;
  }

  /** Ends it and starts it again with all that it had, as an update of its package does. */
  async restart(): Promise<void> {
    await end(this.pid);
    this.pid = await boot(this.directory, this.options);
  }

  /** Kills it, which leaves its containers and what it keeps them with behind, and starts it again. */
  async crash(): Promise<void> {
    await end(this.pid, 'SIGKILL');
    await rm(join(this.directory, 'pid'), { force: true });
    this.pid = await boot(this.directory, this.options);
  }

  /** Runs a program beside the engine: the same network, no home, nothing of this project in the environment. */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const result = await execa('nsenter', [`--net=${this.network}`, program, ...args], {
      cwd: this.directory,
      env: { PATH, HOME: this.directory, DOCKER_HOST: this.host },
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
    });
    if (result.exitCode !== 0) throw new Error(`${program} ended with ${result.exitCode}:\n${result.all}`);
    return result.stdout;
  }

  /** A request of somebody on that machine; the body's JSON, or its text. */
  async request(url: string, { token, body }: { token?: string; body?: object } = {}): Promise<unknown> {
    const options = {
      method: body ? 'POST' : 'GET',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    };
    const script = `const r = await fetch(${JSON.stringify(url)}, ${JSON.stringify(options)});
      process.stdout.write(await r.text()); process.exitCode = r.ok ? 0 : 1;`;
    const text = await this.run(process.execPath, '--input-type=module', '--eval', script);
    return /^[[{]/.test(text) ? JSON.parse(text) : text;
  }

  /** Ends the engine and whatever runs in it, and removes all that it had. */
  async stop(): Promise<void> {
    await end(this.pid);
    // what one that was killed had mounted, nobody else unmounts
    const unmount = () =>
      execa('umount', ['--lazy', '--recursive', join(this.directory, 'data')], { reject: false });
    while (!(await unmount()).failed);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function socketOf(directory: string): string {
  return `unix://${join(directory, 'socket')}`;
}

/** @returns its process, once it answers */
async function boot(directory: string, options: readonly string[]): Promise<number> {
  const at = (name: string) => join(directory, name);
  const places = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
  const before = process.env.PATH;
  process.env.PATH = `${directory}:${PATH}`;
  try {
    await startDaemon(at('log'), [...places, ...options, '--host', socketOf(directory)]);
  } finally {
    process.env.PATH = before;
  }
  const problem = async () =>
    (await execa('docker', ['--host', socketOf(directory), 'version'], { reject: false })).failed
      ? 'no answer'
      : undefined;
  await waitForEngine(problem, 60, at('log'));
  return Number(await readFile(at('pid'), 'utf8'));
}

async function end(pid: number, signal?: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  while (existsSync(`/proc/${pid}`)) await sleep(100);
}
