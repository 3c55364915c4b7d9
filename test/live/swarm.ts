import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { lines } from './engine.js';
import type { Output, TestSystem } from './harness.js';
import type { LoadResult } from './load.js';
import type { SecondEngine } from './second-engine.js';

const LOAD = join(import.meta.dirname, 'load.ts');

/** The account that the load signs in with. */
const CREDENTIALS = { username: 'ada', password: 'a long password' };

/** What of the sample the tests of Swarm leave out: one service behind the gateway, with its database, is enough. */
export const LEFT_OUT = [
  ...['ai-brain', 'asset-service', 'automation-service', 'communication-service', 'frontend'],
  ...['network-service', 'ollama', 'prefect-server'],
];

/** The system of a test on an engine of its own, which may become a swarm: the machine's own never does. */
export class SwarmSystem {
  /** Images that the engine has by now. */
  private readonly loaded = new Set<string>();

  constructor(
    readonly system: TestSystem,
    readonly engine: SecondEngine,
  ) {}

  /** Builds what is missing, and copies it. */
  async build(): Promise<void> {
    await this.copy(await this.buildHere());
  }

  /**
   * Builds what is missing on the machine's own engine, whose builder knows the layers and reaches the registries of packages.
   * @returns all images that prod needs
   */
  async buildHere(): Promise<string[]> {
    const built = await this.system.must('node', '--import', './cli/typescript.mjs', '--eval', BUILD);
    return JSON.parse(lines(built).at(-1) ?? '[]') as string[];
  }

  /** Gives the engine images that it does not have. Layers that they share are copied once. */
  async copy(images: readonly string[]): Promise<void> {
    const names = [...new Set(images)].filter((name) => !this.loaded.has(name));
    if (names.length === 0) return;
    const pass = { buffer: false } as const;
    await execa('docker', ['save', ...names], pass).pipe(
      'docker',
      ['--host', this.engine.host, 'load'],
      pass,
    );
    for (const name of names) this.loaded.add(name);
  }

  /** Runs a program where the engine is: in its network. */
  run(program: string, ...args: readonly string[]): Promise<Output> {
    return this.system.run('nsenter', [`--net=${this.engine.network}`, program, ...args], {
      DOCKER_HOST: this.engine.host,
    });
  }

  /** The same, where only success goes on. @returns its standard output */
  async must(program: string, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(program, ...args);
    if (exitCode === 0) return stdout;
    throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}:\n${stdout}\n${stderr}`);
  }

  async docker(...args: readonly string[]): Promise<string> {
    return (await execa('docker', ['--host', this.engine.host, ...args])).stdout;
  }

  /** Rows of a query to the database, whoever runs it. */
  async query(sql: string): Promise<string[]> {
    const filters = ['--filter', 'label=io.opsconductor.service=postgres', '--filter', 'status=running'];
    const [id = ''] = lines(await this.docker('ps', '--quiet', ...filters));
    const psql = ['psql', '--username=opsconductor', '--tuples-only', '--no-align', `--command=${sql}`];
    return lines(await this.docker('exec', id, ...psql));
  }

  /** Below which the gateway has its APIs. */
  private get url(): string {
    return `https://localhost:${this.system.port(443)}/api`;
  }

  /** The first account, which the load signs in with. */
  async makeAccount(): Promise<void> {
    const file = join(this.system.root, '.opsconductor/secrets.prod.env');
    const [, secret = ''] = /^SETUP_SECRET=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    const body = JSON.stringify({ ...CREDENTIALS, setup_secret: secret });
    const script = `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      const r = await fetch(${JSON.stringify(`${this.url}/identity-service/login`)}, { method: 'POST', body: ${JSON.stringify(body)},
        headers: { 'Content-Type': 'application/json' } });
      console.log(await r.text()); process.exitCode = r.ok ? 0 : 1;`;
    await this.must(process.execPath, '--no-warnings', '--input-type=module', '--eval', script);
  }

  /** Asks the gateway so many times a second until it is ended. @param what @default - for what identity-service does alone */
  async load(rate: number, ...what: readonly 'all'[]): Promise<{ end(): Promise<LoadResult> }> {
    const program = [process.execPath, '--import', join(this.system.project, 'cli/typescript.mjs'), LOAD];
    const args = [this.url, String(rate), JSON.stringify(CREDENTIALS), ...what];
    const child = execa('nsenter', [`--net=${this.engine.network}`, ...program, ...args], { reject: false });
    await new Promise((resolve) => child.stderr.once('data', resolve));
    return {
      end: async () => {
        // answers that take their time are waited for
        child.kill('SIGTERM');
        const { stdout, stderr } = await child;
        if (stdout === '') throw new Error(`the load said nothing: ${stderr}`);
        return JSON.parse(stdout) as LoadResult;
      },
    };
  }

  /** Changes a service: it answers with another version. A version `bad` is never healthy. @param program its file */
  writeVersion(version: string, program = 'identity-service/main.py'): void {
    const file = join(this.system.root, program);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^VERSION = ".*"$/m, `VERSION = "${version}"`));
  }

  /** Gives the sample what the tests ask for: an answer that takes its time, and a version that is never healthy. */
  prepareSample(): void {
    const { root } = this.system;
    const edit = (path: string, from: RegExp, to: string) => {
      const before = readFileSync(join(root, path), 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${path} has no ${from}`);
      writeFileSync(join(root, path), after);
    };
    edit(
      'identity-service/main.py',
      /^@router.get\("\/first-user"\)$/m,
      `@router.get("/slow")
async def slow() -> dict[str, str]:
    """An answer that takes its time."""
    await asyncio.sleep(4)
    return {"slow": VERSION}


@router.get("/first-user")`,
    );
    edit('identity-service/main.py', /^import hmac$/m, 'import asyncio\nimport hmac');
    edit(
      'shared/base_service.py',
      /healthy = postgres == redis == "ok"/,
      'healthy = postgres == redis == "ok" and service.version != "bad"',
    );
  }

  /** Ends all of it. */
  async remove(): Promise<void> {
    await this.engine.stop();
    await this.system.remove();
  }
}

/** Stages and builds as a start does, and starts nothing; says which images prod needs, and those that they are built on. */
const BUILD = `
  const { describe } = await import('./lib/synth/description.ts');
  const { plan, write } = await import('./lib/synth/synthesis.ts');
  const { readSettings } = await import('./lib/synth/settings.ts');
  const { imagesTask } = await import('./lib/deploy/build.ts');
  const { RunLog } = await import('./lib/engine/run-log.ts');
  const { runTasks } = await import('./lib/engine/tasks.ts');
  const { imageName } = await import('./lib/model/image.ts');
  const { requiredImages } = await import('./lib/synth/required-images.ts');
  const { opsconductor } = await import('./stacks/opsconductor.ts');
  const settings = readSettings({ directory: process.cwd(), system: opsconductor });
  const planned = plan(describe(settings), false);
  write(planned, []);
  const { prod } = planned.systems;
  await runTasks([await imagesTask(settings.sourceRoot, prod, settings.images)], new RunLog(settings, 'build'));
  const bases = [...requiredImages(settings.sourceRoot, [planned.systems.dev, prod]).keys()];
  const names = [...prod.services.map(({ image }) => imageName(image)), ...bases.map((base) => settings.images[base] ?? base)];
  console.log(JSON.stringify([...new Set(names)]));
`;
