import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectContainers } from '../../lib/verify/containers.js';
import { containerFiles, hashesOf } from '../../lib/verify/view.js';
import { named } from '../conventions.js';
import { replace } from './edits.js';
import { docker } from './engine.js';
import { TestSystem } from './harness.js';
import { expectWhatStatusSays } from './verify-and-status.js';
import { expectProbeProves } from './verify-probe.js';

/** What is said of a service, without the blanks before it. */
function problems(output: string): string[] {
  return output.split('\n').flatMap((line) => (line.startsWith('    ') ? [line.trim()] : []));
}

describe('verify, on a system that runs in prod, and then in dev', () => {
  let system: TestSystem;

  const verify = (...args: readonly string[]) => system.run('./scripts/verify.sh', args);

  beforeAll(async () => {
    system = await TestSystem.make({
      ...{ name: 'ocliveverify', portOffset: 22_600, outside: true },
      without: ['ai-brain', 'frontend', 'identity-service', 'network-service', 'prefect-server'],
    });
    await system.must('./scripts/prod-mode.sh');
  });
  afterAll(() => system?.remove());

  it('proves prod, and names the file that was edited since it was built', async () => {
    const { stdout, exitCode } = await verify();
    expect(problems(stdout)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').at(-1)).toBe('Proven: prod matches the source tree.');
    const path = join(system.root, 'communication-service/main.py');
    replace(path, /^VERSION = ".*"$/m, 'VERSION = "2"');
    const edited = await verify('prod');
    expect(edited.exitCode).toBe(1);
    expect(problems(edited.stdout)).toEqual([
      'main.py differs from the source tree as it is now; ./scripts/prod-mode.sh rebuilds the image',
    ]);
    replace(path, /^VERSION = ".*"$/m, 'VERSION = "1"');
  });

  it('names who has a secret that is another by now, and so does status', async () => {
    const path = join(system.root, '.opsconductor/secrets.prod.env');
    const before = readFileSync(path, 'utf8');
    replace(path, /^POSTGRES_PASSWORD=.*$/m, 'POSTGRES_PASSWORD=quite-new');
    const { stdout, exitCode } = await verify('prod');
    const status = await system.run('./scripts/status.sh', ['prod']);
    writeFileSync(path, before);
    const told = ['asset-service', 'communication-service', 'automation-service'].map((name) => [
      name,
      system.container(name, 'prod'),
    ]);
    expect(exitCode).toBe(1);
    expect(problems(stdout)).toEqual(
      told.map(([, container]) => `${container} has another POSTGRES_PASSWORD than the secrets file`),
    );
    expect(status.exitCode).toBe(1);
    for (const [name] of told)
      expect(status.stdout).toContain(`\n  ${name} has another POSTGRES_PASSWORD than the secrets file\n`);
    expect(`${status.stdout}${stdout}`).not.toContain('quite-new');
  });

  it('proves dev, and that the release of prod has the same source', async () => {
    await system.must('./scripts/dev-mode.sh', '--detach', '--replace');
    const { stdout, exitCode } = await verify();
    expect(problems(stdout)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ok asset-service: 3 mounts, \d\d live files to the byte/);
    expect(stdout).toMatch(/\ndev and prod have the same source: \d{2,} files\n/);
    expect(stdout.split('\n').at(-1)).toBe('Proven: dev matches the source tree.');
  });

  it('saves every live path in three ways in a copy, proves each, and leaves nothing of it behind', () =>
    expectProbeProves(system));

  it('reads the same by docker cp, for whoever may not read another’s /proc', async () => {
    const containers = await inspectContainers(named(system.name), 'dev');
    const container = containers.find(({ service }) => service === 'automation-service');
    if (!container) throw new Error('automation-service does not run');
    const paths = ['main_clean.py', 'libraries', 'shared', 'missing.py'].map((path) => ({
      path,
      target: `/app/${path}`,
    }));
    const direct = hashesOf(await containerFiles(container, paths));
    expect(direct.size).toBeGreaterThan(10);
    expect(hashesOf(await containerFiles({ ...container, pid: 0 }, paths))).toEqual(direct);
  });

  it('passes what no image gets: files that .dockerignore leaves out, and what Python leaves behind', async () => {
    await mkdir(join(system.root, 'shared/__pycache__'), { recursive: true });
    writeFileSync(join(system.root, 'shared/__pycache__/auth.pyc'), 'x');
    writeFileSync(join(system.root, 'automation-service/libraries/left.pyc'), 'x');
    const { stdout } = await verify();
    expect(problems(stdout)).toEqual([]);
    // nothing tells afterwards that it was of no service
    rmSync(join(system.root, 'automation-service/libraries/left.pyc'));
    await docker('restart', system.container('automation-service', 'dev'));
    await system.healthy('dev');
  });

  it('names a file that was replaced while nothing watched, and the restart that fixes it', async () => {
    const path = join(system.root, 'communication-service/main.py');
    replace(path, /^VERSION = ".*"$/m, 'VERSION = "2"');
    const { stdout, exitCode } = await verify('dev');
    const container = system.container('communication-service', 'dev');
    expect(exitCode).toBe(1);
    expect(problems(stdout)).toEqual([
      expect.stringMatching(`^/app/main.py is stale: .* docker restart ${container} fixes it$`),
      '/app/main.py differs from the source tree',
    ]);
    await docker('restart', container);
    await system.healthy('dev');
    expect((await verify('dev')).exitCode).toBe(0);
  });

  it('names the file that was edited after the release of prod', async () => {
    const { stdout, exitCode } = await verify();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '\ndev and prod do not have the same source:\n  communication-service: main.py\n',
    );
    replace(join(system.root, 'communication-service/main.py'), /^VERSION = ".*"$/m, 'VERSION = "1"');
    await docker('restart', system.container('communication-service', 'dev'));
    await system.healthy('dev');
  });

  it('names a live file that the user of its container cannot read, and so do status and the validator', async () => {
    const path = join(system.root, 'asset-service/data/kinds.json');
    chmodSync(path, 0o600);
    const { stdout, exitCode } = await verify('dev');
    const status = await system.run('./scripts/status.sh', []);
    const rule = ['--rule', 'user-has-access'];
    const validated = await system.run('./scripts/validate-mounts.sh', rule);
    chmodSync(path, 0o644);
    const closed = '/app/data/kinds.json (mode 600, of 0:0)';
    expect(exitCode).toBe(1);
    expect(problems(stdout)).toEqual([
      expect.stringContaining(`user 65534 of the container cannot read ${closed}; chmod a+r it`),
    ]);
    expect(status.stdout).toContain(`not readable: ${closed}`);
    expect(validated.stdout).toMatch(/warning: .*cannot read asset-service\/data\/kinds\.json \(mode 600/);
  });

  it('says of a service what status says of it, in whatever way its files changed unwatched', () =>
    expectWhatStatusSays(system));

  it('names what was written into a container, and the image that is older than its baked files', async () => {
    const inside = (command: string) =>
      docker('exec', '--user', '0', system.container('automation-service', 'dev'), 'sh', '-c', command);
    await inside('echo "# x" >> /app/requirements.txt; echo > /app/httpx.py; mkdir /app/__pycache__');
    const requirements = join(system.root, 'asset-service/requirements.txt');
    const before = readFileSync(requirements);
    writeFileSync(requirements, '# none\n');
    const { stdout, exitCode } = await verify('dev');
    writeFileSync(requirements, before);
    expect(exitCode).toBe(1);
    expect(problems(stdout).sort()).toEqual([
      expect.stringMatching('^/app/httpx.py was added in the container'),
      expect.stringMatching('^/app/requirements.txt was changed in the container'),
      'requirements.txt differs from the source tree as it is now; ./scripts/dev-mode.sh rebuilds the image',
    ]);
  });

  it('names a container with its labels that the spec does not know, with its mounts', async () => {
    const name = system.container('by-hand', 'dev');
    const labels = { system: system.name, mode: 'dev', service: 'by-hand', spec: 'as Terraform has it' };
    const [base] = await inspectContainers(named(system.name), 'dev');
    await docker(
      ...['create', '--name', name, '--mount', `type=bind,source=${system.root},target=/host`],
      ...Object.entries(labels).flatMap(([label, value]) => ['--label', `io.opsconductor.${label}=${value}`]),
      base?.imageNames[0] ?? '',
    );
    const { stdout, exitCode } = await verify('dev', '--json');
    await docker('rm', '--volumes', name);
    expect(exitCode).toBe(1);
    const report = JSON.parse(stdout) as {
      modes: { services: { container: string; problems: string[] }[] }[];
    };
    const own = report.modes[0]?.services.find(({ container }) => container === name);
    expect(own?.problems).toEqual([
      `container ${name} has the labels of by-hand, but this system has no such container`,
      `${name}: /host is mounted from bind ${system.root}, writable; nothing should be there`,
    ]);
  });

  it('names a mount that the spec does not have, in a container of the right name', async () => {
    const name = system.container('redis', 'dev');
    const [redis] = (await inspectContainers(named(system.name), 'dev')).filter(
      ({ service }) => service === 'redis',
    );
    await docker('rm', '--force', '--volumes', name);
    await docker(
      ...[
        'run',
        '--detach',
        '--name',
        name,
        '--mount',
        `type=bind,source=${system.root},target=/host,readonly`,
      ],
      ...['--label', `io.opsconductor.system=${system.name}`, '--label', 'io.opsconductor.mode=dev'],
      ...['--label', 'io.opsconductor.service=redis', '--label', 'io.opsconductor.spec=as Terraform has it'],
      ...[redis?.imageNames[0] ?? '', 'sleep', '600'],
    );
    const { stdout } = await verify('dev');
    expect(problems(stdout)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          '^/data is mounted from volume .*; it should be volume ocliveverify-redis_data-dev, writable$',
        ),
        `/host is mounted from bind ${system.root}, read-only; nothing should be there`,
      ]),
    );
  });

  it('says by its exit code that it was called wrongly, or that nothing runs', async () => {
    expect((await verify('production')).exitCode).toBe(2);
    expect((await verify('--probing')).exitCode).toBe(2);
    const other = await system.run('./scripts/verify.sh', [], { OPSCONDUCTOR_NAME: 'ocliveverifynone' });
    expect(other).toMatchObject({ exitCode: 1 });
    expect(other.stderr).toContain('nothing of ocliveverifynone runs');
  });
});
