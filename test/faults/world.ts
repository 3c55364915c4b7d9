import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardFile } from '../../lib/engine/guard-files.js';
import type { Engine } from '../../lib/model/deployment.js';
import { readSettings } from '../../lib/synth/settings.js';
import { named, projectAt } from '../conventions.js';
import { builtImage, defineProbes, writeSource } from '../live/built-probes.js';
import { docker, lines } from '../live/engine.js';
import { type Output, type SystemOptions, TestSystem } from '../live/harness.js';
import { attempt } from '../live/terraform.js';
import { STRANGER, Strangers } from './strangers.js';

export const BASE = readSettings(projectAt('.')).images['redis:7-alpine'] ?? 'redis:7-alpine';

/** Lines in the data that every fault has to leave. */
const ROWS = 1000;
/** What a Node or Python program says that nobody has caught. */
const TRACE = /^\s+at .+:\d+:\d+\)?$|node:internal|Traceback \(most recent call last\)/m;

/** Well as long as its one file says so, and nobody has made it sick. */
const WELL = {
  tmpfs: { '/tmp': 1 },
  healthCheck: {
    test: ['CMD-SHELL', 'grep well /text && ! test -e /tmp/sick'],
    interval: 1,
    timeout: 5,
    retries: 2,
    startPeriod: 1,
  },
};

/** What stands in the engine beside a fault, and has to stand there after it. */
type Stand = Readonly<Record<string, string>>;

/** A system in prod with data, and beside it what is somebody else's and looks like its own. */
export class World {
  readonly said: Output[] = [];
  private readonly strangers: Strangers;
  /** Volumes without a name that its containers have had: the image that they are of has a VOLUME. */
  private readonly nameless = new Set<string>();

  private constructor(
    readonly system: TestSystem,
    readonly engine: Engine,
  ) {
    this.strangers = new Strangers(system.name, BASE);
    const run = system.run.bind(system);
    system.run = async (...call) => {
      const output = await run(...call);
      this.said.push(output);
      return output;
    };
  }

  /** A system of `one`, which is built and has data, and `two`. @param more probes beside them */
  static async make(
    engine: Engine,
    options: SystemOptions,
    more: Parameters<typeof defineProbes>[1] = {},
  ): Promise<World> {
    const system = await TestSystem.make(options);
    const world = new World(system, engine);
    for (const name of ['one', 'two']) writeSource(system, name, 'well, at first');
    defineProbes(system, {
      one: {
        ...builtImage('one'),
        ...WELL,
        volumes: { one_data: '/data' },
        environment: { PASSWORD: [{ secret: 'PROBE_PASSWORD' }] },
      },
      two: { ...builtImage('two'), ...WELL },
      ...more,
    });
    await world.strangers.make();
    return world;
  }

  /** Lets the engine bring the system up, whatever comes of it. */
  deploy(...args: readonly string[]): Promise<Output> {
    return this.engine === 'compose'
      ? this.system.run('./scripts/prod-mode.sh', args)
      : attempt(this.system, 'apply', 'prod');
  }

  /** The same, where only success goes on. */
  async mustDeploy(...args: readonly string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await this.deploy(...args);
    if (exitCode !== 0)
      throw new Error(`the deploy ended with ${exitCode}:\n${stdout}\n${stderr}`.slice(-4000));
  }

  /**
   * The same after a deploy that was cut short: what that left at work, Terraform refuses to disturb, and says so.
   * @returns how often it was tried in vain
   */
  async deployAgain(): Promise<number> {
    for (let tries = 0; ; tries++) {
      const { exitCode, stdout, stderr } = await this.deploy();
      if (exitCode === 0) return tries;
      if (
        this.engine === 'compose' ||
        tries === 12 ||
        !/state lock|is starting or stopping/.test(stdout + stderr)
      )
        throw new Error(`the deploy after it ended with ${exitCode}:\n${stdout}\n${stderr}`.slice(-4000));
      await sleep(2000);
    }
  }

  /** Starts a command and ends it by kill -9, unless it has ended by then. @param after milliseconds */
  async killed(program: string, args: readonly string[], after: number): Promise<void> {
    const running = this.system.start(program, args);
    await sleep(after);
    try {
      process.kill(running.pid, 'SIGKILL');
    } catch {
      // it was faster than the one before
    }
    await running.end();
    this.said.push({ exitCode: 0, stdout: running.output(), stderr: '' });
  }

  /** Lays the data down that no fault may take. */
  async writeRows(): Promise<void> {
    await this.onData(`seq ${ROWS} > /data/rows`);
  }

  /** Service → id of its container. */
  async ids(): Promise<Record<string, string>> {
    const found = await this.system.inspect('prod');
    found.delete(STRANGER);
    return Object.fromEntries([...found].map(([service, { Id }]) => [service, Id]));
  }

  /** Waits until both services are healthy. @param seconds how long */
  async healthy(seconds = 60): Promise<void> {
    const format = '{{if .State.Health}}{{.State.Health.Status}}{{end}}';
    const names = ['one', 'two'].map((service) => this.system.container(service, 'prod'));
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(500)) {
      const states = await docker('inspect', '--format', format, ...names).catch(() => '');
      if (lines(states).join() === 'healthy,healthy') return;
    }
    throw new Error(`${this.system.name} is not healthy after ${seconds} s`);
  }

  content(service: string): Promise<string> {
    return docker('exec', this.system.container(service, 'prod'), 'cat', '/text');
  }

  async stand(): Promise<Stand> {
    for (const { Mounts } of (await this.system.inspect('prod')).values())
      for (const { Name = '' } of Mounts) if (/^[0-9a-f]{64}$/.test(Name)) this.nameless.add(Name);
    const rows = lines(await this.onData('cat /data/rows'));
    return {
      ...Object.fromEntries(rows.map((row) => [`row ${row}`, row])),
      ...(await this.strangers.stand()),
    };
  }

  /** What of it is no longer as it was. */
  async lost(before: Stand): Promise<string[]> {
    const now = await this.stand();
    const gone = Object.keys(before).filter((name) => now[name] !== before[name]);
    const rows = gone.filter((name) => name.startsWith('row '));
    return [
      ...(rows.length > 0 ? [`${rows.length} rows`] : []),
      ...gone.filter((name) => !name.startsWith('row ')),
    ];
  }

  /** Those of its volumes without a name that are nobody's by now. */
  async leftBehind(): Promise<string[]> {
    const dangling = lines(await docker('volume', 'ls', '--quiet', '--filter', 'dangling=true'));
    return dangling.filter((volume) => this.nameless.has(volume));
  }

  /** What commands have said since the last time that was meant for nobody. */
  traces(): string[] {
    return this.said.splice(0).flatMap(({ stdout, stderr }) => {
      const [trace] = TRACE.exec(`${stdout}\n${stderr}`) ?? [];
      return trace ? [`${stdout}\n${stderr}`.slice(-3000)] : [];
    });
  }

  async remove(): Promise<void> {
    // it would wait for an engine that is gone
    await guardFile(this.system.root, { ...named(this.system.name), mode: 'prod' }).end();
    await this.strangers.remove();
    await this.system.remove();
  }

  private onData(command: string): Promise<string> {
    const mount = ['--volume', `${this.system.name}-one_data-clean:/data`];
    const run = ['run', '--rm', '--network', 'none', '--user', '0', ...mount, '--entrypoint', 'sh'];
    return docker(...run, BASE, '-c', command);
  }

  /** Where the system's own files are. */
  get work(): string {
    return join(this.system.root, '.opsconductor');
  }
}
