import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { InspectedMount } from '../../lib/engine/inspect.js';
import { sweepNameless } from '../../lib/engine/nameless.js';
import { named } from '../conventions.js';
import { directoryOf, RUN_FILE } from './dead-runs.js';
import { docker, lines, volumesOf } from './engine.js';
import { removeAllButLayers, run } from './layers.js';

const PROJECT = resolve(import.meta.dirname, '../..');
export const SAMPLE = join(PROJECT, 'examples/opsconductor');

export type Mode = 'dev' | 'prod';

/** What these tests read of `docker inspect`; the whole document is in there too. */
export interface Inspected {
  readonly Id: string;
  readonly Image: string;
  readonly Name: string;
  readonly State: {
    readonly Status: string;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
  readonly HostConfig: {
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>> | null;
  };
  readonly Mounts: readonly InspectedMount[];
  readonly Config: {
    readonly Labels: Readonly<Record<string, string>>;
    /** Times in nanoseconds. */
    readonly Healthcheck: {
      readonly Interval: number;
      readonly StartInterval?: number;
      readonly Retries: number;
    };
  };
}

export interface Output {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs beside the test. */
export interface RunningProgram {
  /** All that it has said, on both streams. */
  output(): string;
  /** Waits until its output has this. */
  says(pattern: RegExp): Promise<void>;
  readonly pid: number;
  /** As Ctrl-C does; resolves with its exit code when it has ended. @param signal @default SIGINT */
  end(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | undefined>;
}

export interface SystemOptions {
  /** The prefix of everything it makes: a word that no other system's name begins with. */
  readonly name: string;
  readonly portOffset: number;
  /** Whether OpsConductor lies beside the project, named by OPSCONDUCTOR_ROOT, and not in examples/. @default false */
  readonly outside?: boolean;
  /** Services that every command leaves out; what is not there costs no health checks. @default none */
  readonly without?: readonly string[];
}

/** A copy of the project and of the sample in a temporary directory, so that nobody's own state is touched. */
export class TestSystem {
  private constructor(
    readonly name: string,
    private readonly portOffset: number,
    readonly directory: string,
    readonly project: string,
    readonly root: string,
    readonly without: readonly string[],
  ) {}

  /** Removes first what a run that was killed has left of this name. */
  static async make({ name, portOffset, outside = false, without = [] }: SystemOptions): Promise<TestSystem> {
    await removeAllButLayers(name);
    const directory = await mkdtemp(join(tmpdir(), directoryOf(name)));
    await writeFile(join(directory, RUN_FILE), run());
    const project = join(directory, 'infrastructure');
    const { stdout } = await execa('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: PROJECT,
    });
    for (const path of stdout.split('\0')) {
      if (path === '' || /^(test\/|node_modules$)/.test(path) || !existsSync(join(PROJECT, path))) continue;
      mkdirSync(dirname(join(project, path)), { recursive: true });
      cpSync(join(PROJECT, path), join(project, path), { preserveTimestamps: true });
    }
    await symlink(join(PROJECT, 'node_modules'), join(project, 'node_modules'));
    await writeFile(join(directory, 'terraform.rc'), '');
    const inside = join(project, 'examples/opsconductor');
    const root = outside ? join(directory, 'opsconductor') : inside;
    if (outside) await rename(inside, root);
    return new TestSystem(name, portOffset, directory, project, root, without);
  }

  /** Runs a program in the project's directory as a user of this system would. */
  async run(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Output> {
    const { exitCode, stdout, stderr } = await execa(program, args, {
      cwd: this.project,
      env: { ...this.environment(), ...more },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    });
    return { exitCode, stdout, stderr };
  }

  /** The same, where only success goes on. */
  async must(program: string, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(program, args);
    if (exitCode === 0) return stdout;
    const tail = `${stdout}\n${stderr}`.split('\n').slice(-40).join('\n');
    throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}:\n${tail}`);
  }

  /** Starts a program as `run` does and leaves it running until it is ended. */
  start(program: string, args: readonly string[] = []): RunningProgram {
    const child = execa(program, args, {
      cwd: this.project,
      env: this.environment(),
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
    });
    let output = '';
    child.all.on('data', (part) => {
      output += part;
    });
    return {
      output: () => output,
      async says(pattern) {
        for (const end = Date.now() + 200_000; !pattern.test(output); await sleep(20))
          if (child.exitCode !== null || Date.now() > end)
            throw new Error(`${program} has not said ${pattern}:\n${output.slice(-2000)}`);
      },
      pid: child.pid ?? -1,
      async end(signal = 'SIGINT') {
        child.kill(signal);
        const ended = await Promise.race([child, sleep(120_000, undefined, { ref: false })]);
        if (ended) return ended.exitCode;
        child.kill('SIGKILL');
        throw new Error(`${program} goes on after ${signal}:\n${output.slice(-2000)}`);
      },
    };
  }

  async upProd(): Promise<string> {
    return this.must('./scripts/prod-mode.sh');
  }

  port(port: number): number {
    return port + this.portOffset;
  }

  container(service: string, mode: Mode): string {
    return `${this.name}-${service}-${mode === 'dev' ? 'dev' : 'clean'}`;
  }

  /** Every container of a mode as the engine describes it, by the service's name. */
  async inspect(mode: Mode): Promise<Map<string, Inspected>> {
    const filters = [`label=io.opsconductor.system=${this.name}`, `label=io.opsconductor.mode=${mode}`];
    const ids = lines(await docker('ps', '--all', '--quiet', ...filters.flatMap((f) => ['--filter', f])));
    if (ids.length === 0) return new Map();
    const containers = JSON.parse(await docker('inspect', ...ids)) as Inspected[];
    return new Map(containers.map((c) => [c.Config.Labels['io.opsconductor.service'] ?? c.Name, c]));
  }

  /** Waits until every container of a mode is healthy again. */
  async healthy(mode: Mode): Promise<void> {
    for (const end = Date.now() + 90_000; Date.now() < end; await sleep(500)) {
      const states = [...(await this.inspect(mode)).values()].map(({ State }) => State.Health?.Status);
      if (states.every((state) => state === 'healthy')) return;
    }
    throw new Error(`${this.name} is not healthy after 90 s:\n${await this.must('docker', 'ps', '--all')}`);
  }

  /** Own images, `name:tag` → id. */
  async images(): Promise<Record<string, string>> {
    const rows = await docker('images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}');
    const own = lines(rows).filter((row) => row.startsWith(`localhost/${this.name}/`));
    return Object.fromEntries(own.sort().map((row) => row.split(' ') as [string, string]));
  }

  async volumes(): Promise<string[]> {
    return volumesOf(this.name);
  }

  async remove(): Promise<void> {
    await removeAllButLayers(this.name);
    await sweepNameless(this.root, named(this.name));
    // what a start leaves to check types may still write
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }

  private environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OPSCONDUCTOR_'));
    return {
      ...Object.fromEntries(inherited),
      OPSCONDUCTOR_NAME: this.name,
      OPSCONDUCTOR_PORT_OFFSET: String(this.portOffset),
      OPSCONDUCTOR_WITHOUT: this.without.join(','),
      ...(this.root.startsWith(this.project) ? {} : { OPSCONDUCTOR_ROOT: this.root }),
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: join(this.directory, 'terraform.rc'),
      NO_COLOR: '1',
    };
  }
}
