import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { docker, lines } from './engine.js';
import { TestSystem } from './harness.js';
import { listing } from './listing.js';

describe('what a user can get wrong ends in one line, before anything is written or started', () => {
  let system: TestSystem;
  const pristine = mkdtempSync(join(tmpdir(), 'oclive-pristine-'));

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocliveerr', portOffset: 21_200, outside: true });
    cpSync(system.root, pristine, { recursive: true });
  });
  beforeEach(() => {
    rmSync(system.root, { recursive: true });
    cpSync(pristine, system.root, { recursive: true });
  });
  afterAll(async () => {
    rmSync(pristine, { recursive: true });
    await system?.remove();
  });

  /** Runs dev-mode.sh and expects it to change nothing at all; returns its one line. */
  async function refusal(
    args: readonly string[] = [],
    more: NodeJS.ProcessEnv = {},
    code = 1,
  ): Promise<string> {
    const before = listing(system.directory);
    const { exitCode, stdout, stderr } = await system.run('./scripts/dev-mode.sh', args, more);
    expect({ exitCode, stdout, lines: lines(stderr) }).toEqual({
      exitCode: code,
      stdout: '',
      lines: [expect.stringMatching(/^error: .*[.?] Fix: .*\.$/)],
    });
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+|node:internal/);
    expect(listing(system.directory)).toEqual(before);
    const label = `label=io.opsconductor.system=${system.name}`;
    for (const kind of ['container', 'network', 'volume']) {
      const all = kind === 'container' ? ['--all'] : [];
      expect(await docker(kind, 'ls', '--quiet', ...all, '--filter', label), kind).toBe('');
    }
    expect(await system.images()).toEqual({});
    return stderr;
  }

  it('names the port, the service and the way out when another process holds a port', async () => {
    const server = createServer();
    const port = system.port(8002);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      expect(await refusal()).toBe(
        `error: port ${port} of asset-service is taken by another process. Fix: stop that, or set OPSCONDUCTOR_PORT_OFFSET=10000.`,
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('says that no engine answers', async () => {
    expect(await refusal([], { DOCKER_HOST: 'tcp://127.0.0.1:1' })).toMatch(/docker/i);
  });

  it.each([
    'stop-dev.sh',
    'stop-prod.sh',
    'status.sh',
    'verify.sh',
    'watch.sh',
    'prune.sh',
    'lock-images.sh',
    'compose.sh dev ps',
    'export.sh never',
    'prod-mode.sh --rollback',
  ])('says in one line of %s too that no engine answers', async (command) => {
    const [script, ...args] = command.split(' ');
    const { exitCode, stdout, stderr } = await system.run(`./scripts/${script}`, args, {
      DOCKER_HOST: 'tcp://127.0.0.1:1',
    });
    expect({ exitCode, stdout, lines: lines(stderr) }).toEqual({
      exitCode: 1,
      stdout: '',
      lines: [
        expect.stringMatching(
          /^error: no Docker Engine answers at tcp:\/\/127\.0\.0\.1:1, which DOCKER_HOST names\. Fix: .*unset DOCKER_HOST, which leads to this machine's own engine, or start the one there\.$/,
        ),
      ],
    });
  });

  it('says before anything is built that an export’s target is a file', async () => {
    const before = listing(system.directory);
    const { exitCode, stdout, stderr } = await system.run('./scripts/export.sh', ['README.md']);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: ${join(system.project, 'README.md')} is not a directory. Fix: name a new or empty directory.`,
    });
    expect(listing(system.directory)).toEqual(before);
  });

  it('names the source root that does not exist', async () => {
    const missing = join(system.directory, 'nowhere');
    expect(await refusal([], { OPSCONDUCTOR_ROOT: missing }, 2)).toContain(
      `source root ${missing} does not exist`,
    );
  });

  it('names the source directory that is missing', async () => {
    rmSync(join(system.root, 'network-analyzer-service'), { recursive: true });
    expect(await refusal()).toContain('network-analyzer-service');
  });

  it('names the live file that is missing', async () => {
    renameSync(join(system.root, 'identity-service/keycloak_adapter.py'), join(system.directory, 'away.py'));
    expect(await refusal()).toContain('source "identity-service/keycloak_adapter.py" does not exist');
  });

  it('names the live directory that is a file', async () => {
    rmSync(join(system.root, 'automation-service/libraries'), { recursive: true });
    writeFileSync(join(system.root, 'automation-service/libraries'), '');
    expect(await refusal()).toContain('source "automation-service/libraries" is not a directory');
  });

  it('cannot leave out a service that does not exist, or that others require', async () => {
    expect(await refusal(['--without', 'asset-servise'], {}, 2)).toMatch(
      /^error: there is no service "asset-servise": did you mean asset-service\? Fix: name one of ai-brain, /,
    );
    expect(await refusal(['--without', 'ai-brain'], {}, 2)).toBe(
      'error: cannot be left out alone: frontend requires ai-brain. Fix: add --with-dependents to leave out frontend too, or keep what they require.',
    );
  });

  it('never overwrites a Compose file that somebody wrote by hand', async () => {
    const file = join(system.root, 'docker-compose.dev.yml');
    writeFileSync(file, 'services: {}\n');
    expect(await refusal()).toContain('docker-compose.dev.yml: was written by hand');
    expect(readFileSync(file, 'utf8')).toBe('services: {}\n');
  });

  it('has nothing to stop where nothing runs', async () => {
    const { exitCode, stdout, stderr } = await system.run('./scripts/stop-dev.sh', []);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: 'Nothing of ocliveerr runs in dev mode.',
      stderr: '',
    });
  });

  it('ends a network that is all that a killed run has left, which stands in the way until then', async () => {
    const labels = ['io.opsconductor.mode=dev', `io.opsconductor.system=${system.name}`];
    const project = `com.docker.compose.project=${system.name}-dev`;
    const network = 'com.docker.compose.network=default';
    const flags = [...labels, project, network].flatMap((label) => ['--label', label]);
    await docker('network', 'create', ...flags, `${system.name}-dev`);
    const { exitCode, stderr } = await system.run('./scripts/prod-mode.sh', []);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'error: nothing of dev runs, but Compose has left its network. Fix: ./scripts/stop-dev.sh, or --replace.',
    });
    await system.must('./scripts/stop-dev.sh');
    expect(await docker('network', 'ls', '--quiet', '--filter', `name=${system.name}-dev`)).toBe('');
  });
});
