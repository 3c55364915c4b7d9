import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hostPort } from '../../lib/model/port.js';
import { builtImage, defineProbes, writeSource } from './built-probes.js';
import { docker, lines } from './engine.js';
import { TestSystem } from './harness.js';
import { listing } from './listing.js';
import { override, PROBE_PORT } from './probes.js';

/** What is looked for beforehand is there; what is run in its place is not. */
const UNREACHABLE = {
  kind: 'external',
  upstream: 'redis:7-alpine',
  reference: 'localhost:1/guest:1',
} as const;

describe('prod is led astray by nothing that lies around', () => {
  let system: TestSystem;
  const secretsFile = () => join(system.root, '.opsconductor/secrets.prod.env');
  const keeper = () => system.container('keeper', 'prod');

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclguards', portOffset: 22_300 });
    writeSource(system, 'keeper', 'one', 'cat /proc/sys/kernel/random/uuid > /built');
    defineProbes(system, {
      keeper: {
        ...builtImage('keeper'),
        port: { container: PROBE_PORT, host: hostPort(8097) },
        volumes: { keeper_data: '/data' },
        environment: { PASSWORD: [{ secret: 'PROBE_PASSWORD' }] },
      },
    });
  });
  afterAll(() => system?.remove());

  it('runs with its own secret, tag and project, whatever the shell has by those names', async () => {
    const shell = {
      PROBE_PASSWORD: 'postgres',
      KEEPER_TAG: 'other',
      OPSCONDUCTOR_HOST: 'ops.example.com',
      COMPOSE_PROJECT_NAME: 'other',
      COMPOSE_FILE: '/nowhere.yml',
      COMPOSE_PROFILES: 'other',
    };
    const { exitCode, stdout, stderr } = await system.run('./scripts/prod-mode.sh', [], shell);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(`keeper  http://ops.example.com:${system.port(8097)}`);
    const [secret = ''] = readFileSync(secretsFile(), 'utf8').match(/(?<=^PROBE_PASSWORD=).+/m) ?? [];
    expect(await docker('exec', keeper(), 'printenv', 'PASSWORD')).toBe(secret);
    const project = '{{index .Config.Labels "com.docker.compose.project"}}';
    expect(await docker('inspect', '--format', project, keeper())).toBe(`${system.name}-clean`);
    const config = await system.run('./scripts/compose.sh', ['prod', 'config'], shell);
    expect(config.stdout).toContain(secret);
    expect(config.stdout).not.toMatch(/: other$/m);
  });

  it('has an image that is really rebuilt where that is asked for', async () => {
    const builtAt = () => docker('exec', keeper(), 'cat', '/built');
    const before = await builtAt();
    await system.must('./scripts/prod-mode.sh');
    expect(await builtAt()).toBe(before);
    await system.must('./scripts/prod-mode.sh', '--rebuild', 'keeper');
    expect(await builtAt()).not.toBe(before);
  });

  it('is not touched where an image from outside is not to be had', async () => {
    const { Id } = (await system.inspect('prod')).get('keeper') ?? expect.fail('no keeper');
    override(system, { keeper: { image: UNREACHABLE } });
    const { exitCode, stderr } = await system.run('./scripts/prod-mode.sh', []);
    override(system, {});
    expect(exitCode).toBe(1);
    expect(lines(stderr).at(-1)).toMatch(/^error: no registry has localhost:1\/guest:1: .* Fix: /);
    expect((await system.inspect('prod')).get('keeper')?.Id).toBe(Id);
  });

  describe('touches nothing that is not its own', () => {
    const made: { readonly kind: 'container' | 'network' | 'volume'; readonly id: string }[] = [];
    /** Makes something of somebody else, and notes it for the end. */
    const make = async (kind: (typeof made)[number]['kind'], ...words: readonly string[]) => {
      const id = await docker(kind, kind === 'container' ? 'run' : 'create', ...words);
      made.push({ kind, id });
      return id;
    };
    /** A container that does nothing, of an image that has the system's labels. */
    const sentinel = async (...flags: readonly string[]) => {
      const image = await docker('inspect', '--format', '{{.Image}}', keeper());
      return make('container', '--detach', '--init', ...flags, image, 'sleep', '86400');
    };
    const removeAll = async () => {
      for (const { kind, id } of made.splice(0).reverse())
        await docker(kind, 'rm', ...(kind === 'container' ? ['--force', '--volumes'] : []), id);
    };
    const states = () =>
      Promise.all(
        [keeper(), ...made.filter(({ kind }) => kind === 'container').map(({ id }) => id)].map(state),
      );
    const state = (id: string) => docker('inspect', '--format', '{{.Id}} {{.State.StartedAt}}', id);

    /** Runs a command that is refused with this, and touches no container. */
    async function refused(says: string, command: string, environment = {}): Promise<void> {
      const before = await states();
      const [program = '', ...args] = command.split(' ');
      const { exitCode, stdout, stderr } = await system.run(program, args, environment);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain(`error: ${says}`);
      expect(await states()).toEqual(before);
    }

    afterEach(removeAll);

    it('not for its names, before anything is ended by either engine', async () => {
      await sentinel('--name', system.container('keeper', 'dev'));
      await make('network', `${system.name}-dev`);
      const says = `container ${system.container('keeper', 'dev')}, network ${system.name}-dev are not ours, and have names that this system needs. `;
      await refused(says, './scripts/dev-mode.sh --replace --detach');
      const mayDeploy = 'node --import ./cli/typescript.mjs -- cli/index.ts cdktf deploy dev';
      await refused(says, mayDeploy, { OPSCONDUCTOR_REPLACE: '1' });
    });

    it('nor the data of others in a volume of its name', async () => {
      const volume = `${system.name}-keeper_data-dev`;
      await make('volume', volume);
      await refused(
        `nobody knows whose data is in the volume ${volume}. `,
        './scripts/dev-mode.sh --replace --detach',
      );
    });

    it('nor what else is of a Compose project of its name, or on its network', async () => {
      const project = `${system.name}-clean`;
      const label = (word: string, value: string) => ['--label', `com.docker.compose.${word}=${value}`];
      const name = `${system.name}-stranger`;
      await sentinel('--name', name, ...label('project', project), ...label('config-hash', 'x'));
      const says = `container ${name} is not ours, and would be ended with Compose project ${project}. `;
      await refused(says, './scripts/prod-mode.sh');
      await refused(says, './scripts/stop-prod.sh');
      await removeAll();
      await sentinel('--name', name, '--network', project);
      await refused(`container ${name} is not ours, and is on network ${project}`, './scripts/stop-prod.sh');
    });

    it('nor what somebody runs from its images', async () => {
      const id = await sentinel();
      const before = await state(id);
      await system.must('./scripts/stop-prod.sh');
      await system.must('./scripts/prod-mode.sh');
      expect((await system.run('./scripts/verify.sh', ['prod'])).stdout).not.toContain('has the labels of');
      expect(await state(id)).toBe(before);
    });
  });

  describe('makes up no secret for data that is there', () => {
    const away = () => join(system.directory, 'secrets.away');
    beforeAll(() => renameSync(secretsFile(), away()));
    afterAll(() => renameSync(away(), secretsFile()));

    it.each(['./scripts/prod-mode.sh', './scripts/prod-mode.sh --replace'])('by %s', async (command) => {
      const [program = '', ...args] = command.split(' ');
      const before = listing(system.directory);
      const { Id } = (await system.inspect('prod')).get('keeper') ?? expect.fail('no keeper');
      const { exitCode, stdout, stderr } = await system.run(program, args);
      expect({ exitCode, stdout, lines: lines(stderr) }).toEqual({
        exitCode: 1,
        stdout: '',
        lines: [
          `error: ${secretsFile()} has no PROBE_PASSWORD, but the data volume ${system.name}-keeper_data-clean was written with one. ` +
            `Fix: restore the file, or write PROBE_PASSWORD=… into it, with the value from a remaining container (docker inspect ${keeper()}); to give that data up: docker volume rm ${system.name}-keeper_data-clean.`,
        ],
      });
      expect(listing(system.directory)).toEqual(before);
      expect((await system.inspect('prod')).get('keeper')?.Id).toBe(Id);
    });

    it('nor when only the stacks are written, which need none', async () => {
      const { exitCode, stderr } = await system.run('node', ['--import', './cli/typescript.mjs', 'main.ts']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(existsSync(secretsFile())).toBe(false);
    });

    it('nor when only an export is made', async () => {
      expect((await system.run('./scripts/export.sh', [join(system.directory, 'out')])).exitCode).toBe(0);
      expect(existsSync(secretsFile())).toBe(false);
    });
  });
});
