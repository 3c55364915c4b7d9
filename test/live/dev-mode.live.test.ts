import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasStartInterval } from '../../lib/engine/start-interval.js';
import { expectAgents } from './agents.js';
import { askOnPage, BROWSER_LACK, onPage } from './browser.js';
import { describeByTerraform } from './by-terraform.js';
import { expectCapture } from './capture.js';
import { expectDailyWork } from './daily.js';
import { aboutOf, replace, setRevisions, touchEveryLivePath } from './edits.js';
import { docker, lines } from './engine.js';
import { describeHotFrontend } from './frontend-hot.js';
import { FrontDoor } from './gateway.js';
import { expectHardened } from './hardening.js';
import { type Inspected, SAMPLE, TestSystem } from './harness.js';
import { expectHealthy, expectMounts, expectPorts, expectVolumes, PYTHON } from './reference.js';
import { ask, call, followRequest, recordedRuns, signIn } from './request.js';
import { expectPage } from './ui.js';

const services = Object.keys(PYTHON) as (keyof typeof PYTHON)[];

describe('dev mode by Compose, on a checkout that OPSCONDUCTOR_ROOT names', () => {
  let system: TestSystem;
  /** As they are when Compose ends. */
  let containers: ReadonlyMap<string, Inspected>;
  let runs: string;

  /** What must stay the same where nothing is built and nothing replaced. */
  const identities = async () => {
    const containers = [...(await system.inspect('dev'))].map(([name, { Id, Image }]) => [
      name,
      { Id, Image },
    ]);
    return { containers: Object.fromEntries(containers), images: await system.images() };
  };

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclivedev', portOffset: 21_000, outside: true });
    await system.must('./scripts/dev-mode.sh', '--detach');
  });
  afterAll(() => system?.remove());

  it('has every service healthy when the script ends', async () => {
    const found = await system.inspect('dev');
    expectHealthy(found);
    expect([...found.keys()]).toEqual(expect.arrayContaining([...services, 'frontend', 'postgres', 'redis']));
  });

  it('mounts exactly the live files and volumes of the reference table', async () => {
    const found = await system.inspect('dev');
    expectMounts(system, 'dev', found);
    await expectVolumes(system, 'dev', found);
  });

  it('is worked on by the daily commands', () =>
    expectDailyWork(
      system,
      './opsconductor',
      'communication-service',
      system.container('communication-service', 'dev'),
    ));

  it('is seen by a coding agent, but for its secrets', () => {
    const secrets = readFileSync(join(system.root, '.opsconductor/secrets.dev.env'), 'utf8');
    return expectAgents(system, './opsconductor', {
      ...{ service: 'communication-service', container: system.container('communication-service', 'dev') },
      secret: /=(.+)/.exec(secrets)?.[1] ?? '',
    });
  });

  it('is shown on its page as it is', () =>
    expectPage(system, (words) => system.start('./opsconductor', words), './opsconductor', [
      'communication-service',
      system.container('communication-service', 'dev'),
    ]));

  it('publishes on loopback alone, and backing services not at all', async () => {
    expectPorts(system, 'dev', await system.inspect('dev'));
  });

  it('passes the benchmark of hardening, but for the exceptions that the documents list', () =>
    expectHardened(system, 'dev', 'Compose'));

  it('probes what is healthy rarely, where the engine can probe often until then', async () => {
    const [interval, start] = (await hasStartInterval()) ? [10, 2] : [3, undefined];
    for (const [service, { Config }] of await system.inspect('dev')) {
      const { Interval, StartInterval } = Config.Healthcheck;
      expect([service, Interval / 1e9, StartInterval && StartInterval / 1e9]).toEqual([
        service,
        interval,
        start,
      ]);
    }
  });

  it('lets network-service alone capture packets', async () => {
    const found = await system.inspect('dev');
    const capture = [...found].filter(([, { HostConfig }]) =>
      HostConfig.CapAdd?.some((name) => /NET_(RAW|ADMIN)$/.test(name)),
    );
    expect(capture.map(([service]) => service)).toEqual(['network-service']);
    const names = capture[0]?.[1].HostConfig.CapAdd?.map((name) => name.replace(/^CAP_/, ''));
    expect(names?.sort()).toEqual(['NET_ADMIN', 'NET_RAW']);
  });

  it('carries a request from the first login to the recorded run and its notification, and captures packets', async () => {
    const firstUser = () => call(system, 'identity-service', '/first-user');
    expect(await firstUser()).toEqual({ first_user: true, setup_secret: false });
    const token = await followRequest(system, 'dev');
    expect(await firstUser()).toEqual({ first_user: false, setup_secret: false });
    const guess = () =>
      call(system, 'identity-service', '/login', { body: { username: 'eve', password: 'a' } });
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, guess));
    const refusals = guesses.map((each) => (each.status === 'rejected' ? String(each.reason) : ''));
    expect(refusals.filter((text) => text.includes(': 401 '))).toHaveLength(10);
    expect(refusals.filter((text) => text.includes(': 429 '))).toHaveLength(2);
    await expectCapture(system, token);
    await expect(call(system, 'ai-brain', '/ask', { body: { text: 'list assets' } })).rejects.toThrow('401');
    expect(await ask(system, token, 'measure localhost')).toMatchObject({
      ok: true,
      measurement: { method: 'icmp', received: 3 },
    });
  });

  it('leaves the Compose files as the repository has them, to the byte', () => {
    for (const file of ['docker-compose.dev.yml', 'docker-compose.clean.yml'])
      expect(readFileSync(join(system.root, file), 'utf8')).toBe(readFileSync(join(SAMPLE, file), 'utf8'));
  });

  it('keeps every container and image when it is started again', async () => {
    const before = await identities();
    expect(await system.must('./scripts/dev-mode.sh', '--detach')).toContain('Images are up to date');
    expect(await identities()).toEqual(before);
  });

  it.skipIf(BROWSER_LACK)(
    `shows answer, notification and a saved edit to a person at a browser (skipped: ${BROWSER_LACK ?? 'no'})`,
    () =>
      onPage(system, async (page) => {
        await askOnPage(page);
        replace(join(system.root, 'frontend/src/version.ts'), /'(1|edited)'/, "'edited'");
        await page.locator('footer', { hasText: 'version edited' }).waitFor();
      }),
  );

  describeHotFrontend(() => system);

  it('builds nothing and replaces nothing after an edit of every live path', async () => {
    const before = await identities();
    expect(touchEveryLivePath(system.root)).toHaveLength(21);
    expect(await system.must('./scripts/dev-mode.sh', '--detach')).toContain('Images are up to date');
    expect(await identities()).toEqual(before);
  });

  it('shows data in a live directory at once, and saved code after a restart, in every Python service', async () => {
    const before = await identities();
    setRevisions(system.root, 'edited');
    expect(await call(system, 'asset-service', '/about')).toMatchObject({
      version: '1',
      live: { 'main.py': '1', data: 'edited' },
    });
    await system.must('./scripts/compose.sh', 'dev', 'restart', 'asset-service');
    await system.healthy('dev');
    expect(await call(system, 'asset-service', '/about')).toEqual(aboutOf('asset-service', 'edited'));
    expect(await call(system, 'ai-brain', '/about')).toMatchObject({ version: '1', shared: '1' });

    await system.must('./scripts/compose.sh', 'dev', 'restart', ...services);
    await system.healthy('dev');
    for (const service of services)
      expect(await call(system, service, '/about')).toEqual(aboutOf(service, 'edited'));
    expect(await identities()).toEqual(before);
  });

  it('rebuilds and replaces one service alone when its requirements change', async () => {
    const before = await identities();
    appendFileSync(join(system.root, 'asset-service/requirements.txt'), '# edited\n');
    await system.must('./scripts/dev-mode.sh', '--detach');
    const after = await identities();
    const replaced = Object.keys(before.containers).filter(
      (name) => after.containers[name]?.Id !== before.containers[name]?.Id,
    );
    expect(replaced).toEqual(['asset-service']);
    expect(after.containers['asset-service']?.Image).not.toBe(before.containers['asset-service']?.Image);
    const added = Object.keys(after.images).filter((image) => !(image in before.images));
    expect(added).toEqual([expect.stringMatching(/^localhost\/oclivedev\/asset-service:dev-[0-9a-f]{12}$/)]);
    expect(after.images).toMatchObject(before.images);
  });

  it('lets PostgreSQL and Redis end by themselves when they are stopped, and not be killed', async () => {
    await system.must('./scripts/compose.sh', 'dev', 'stop', 'postgres', 'redis');
    const found = await system.inspect('dev');
    const ends = ['postgres', 'redis'].map((service) => [service, found.get(service)?.State.ExitCode]);
    expect(Object.fromEntries(ends)).toEqual({ postgres: 0, redis: 0 });
  });

  it('removes containers and network on stop, and keeps the volumes', async () => {
    await system.must('./scripts/dev-mode.sh', '--detach');
    containers = await system.inspect('dev');
    runs = await recordedRuns(system, 'dev');
    const volumes = await system.volumes();
    expect(runs).toContain('|localhost|uptime|succeeded');
    await system.must('./scripts/stop-dev.sh');
    expect((await system.inspect('dev')).size).toBe(0);
    expect(lines(await docker('network', 'ls', '--format', '{{.Name}}'))).not.toContain('oclivedev-dev');
    expect(await system.volumes()).toEqual(volumes);
  });

  describeByTerraform('dev', () => ({ system, containers, runs }));

  it('has every recorded run after the next start, and a gateway where one is asked for', async () => {
    const only = ['--only', 'identity-service,gateway', '--gateway'];
    await system.must('./scripts/dev-mode.sh', '--detach', ...only);
    expect(`${await recordedRuns(system, 'dev')}\n`).toContain(`${runs}\n`);
    expect(await signIn(system)).toMatchObject({ first_user: false });
    const door = await FrontDoor.of(system, 'dev');
    expect((await door.ask('/api/identity-service/first-user')).text).toContain('"first_user":false');
    const ports = (await system.inspect('dev')).get('gateway')?.HostConfig.PortBindings ?? {};
    expect(Object.values(ports).flatMap((bindings) => bindings.map(({ HostIp }) => HostIp))).toEqual([
      '127.0.0.1',
      '127.0.0.1',
    ]);
  });
});
