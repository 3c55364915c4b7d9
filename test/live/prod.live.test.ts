import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caddyfile } from '../../lib/construct/caddyfile.js';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';
import { askOnPage, BROWSER_LACK, onPage } from './browser.js';
import { describeByTerraform } from './by-terraform.js';
import { expectCapture } from './capture.js';
import { docker } from './engine.js';
import { FrontDoor } from './gateway.js';
import { expectHardened } from './hardening.js';
import { type Inspected, SAMPLE, TestSystem } from './harness.js';
import { listing } from './listing.js';
import { addressesOf, Outside } from './outside.js';
import { expectOwnCertificate } from './own-certificate.js';
import {
  APPLICATIONS,
  expectHealthy,
  expectMounts,
  expectPorts,
  expectVolumes,
  PYTHON,
} from './reference.js';
import { ask, CREDENTIALS, call, followRequest, recordedRuns, signIn } from './request.js';
import { query, removeMigration, stateOf, writeMigration } from './schema.js';
import { SECOND_ENGINE_LACK } from './second-engine.js';
import { withStreaming } from './streaming.js';

const UPSTREAM = 'python:3.12-slim';
const MIRROR = 'localhost/ocliveprod/mirror/python:3.12';

describe('prod by Compose, with a company map of images in cdktf.json', () => {
  let system: TestSystem;
  /** As they are when Compose ends. */
  let containers: ReadonlyMap<string, Inspected>;
  let runs: string;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocliveprod', portOffset: 21_100 });
    const base = readSettings(projectAt(system.project), {
      ...process.env,
      OPSCONDUCTOR_ROOT: '',
    }).images[UPSTREAM];
    await docker('tag', base ?? UPSTREAM, MIRROR);
    const file = join(system.project, 'cdktf.json');
    const project = JSON.parse(readFileSync(file, 'utf8'));
    project.context.images = { [UPSTREAM]: MIRROR };
    writeFileSync(file, JSON.stringify(project));
    await system.upProd();
  });
  afterAll(() => system?.remove());

  it('has every service healthy', async () => {
    const found = await system.inspect('prod');
    expectHealthy(found);
    expect([...found.keys()]).toEqual(expect.arrayContaining(Object.keys(APPLICATIONS)));
  });

  it('binds nothing of the host, and has volumes of its own', async () => {
    const found = await system.inspect('prod');
    expectMounts(system, 'prod', found);
    await expectVolumes(system, 'prod', found);
    expect(await system.volumes()).toEqual(
      (await system.volumes()).filter((volume) => volume.endsWith('-clean')),
    );
    expectPorts(system, 'prod', found);
  });

  it('passes the benchmark of hardening, but for the exceptions that the documents list', () =>
    expectHardened(system, 'prod', 'Compose'));

  it('carries a request to its recorded run', async () => {
    await expect(call(system, 'identity-service', '/login', { body: CREDENTIALS })).rejects.toThrow('403');
    const token = await followRequest(system, 'prod');
    expect(await ask(system, token, 'measure localhost')).toMatchObject({ ok: true });
  });

  it('captures packets in network-service, which is not root', async () => {
    await expectCapture(system, (await signIn(system)).token);
  });

  it('serves the built page as static files, and /health', async () => {
    const at = (path: string) => fetch(`http://127.0.0.1:${system.port(3000)}${path}`);
    expect(await (await at('/health')).text()).toBe('ok\n');
    const html = await (await at('/')).text();
    expect(html).not.toContain('/src/main.tsx');
    const script = await at(html.match(/\/assets\/index-[\w-]+\.js/)?.[0] ?? '/no-script-in-the-page');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const config = await (await at('/config.js')).text();
    expect(config).toContain(`https://localhost:${system.port(443)}/api/ai-brain`);
  });

  it.skipIf(BROWSER_LACK)(
    `shows answer and notification to a person at a browser, by TLS and from one origin (skipped: ${BROWSER_LACK ?? 'no'})`,
    async () => {
      const door = await FrontDoor.of(system);
      const visit = { url: `${door.url}/`, flags: await door.browserFlags() };
      await onPage(
        system,
        async (page) => {
          const asked = new Set<string>();
          page.on('request', (request) => asked.add(new URL(request.url()).origin));
          await page.reload();
          await askOnPage(page);
          expect([...asked]).toEqual([door.url]);
        },
        visit,
      );
    },
  );

  it('speaks TLS 1.2 and 1.3 at its gateway, nothing older, and HTTP/2', async () => {
    const door = await FrontDoor.of(system);
    expect(await door.handshake('TLSv1.3', ['h2', 'http/1.1'])).toBe('TLSv1.3 h2');
    expect(await door.handshake('TLSv1.2')).toBe('TLSv1.2 without ALPN');
    expect(await door.handshake('TLSv1.1')).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it('gives Prometheus what its gateway measures, where that is wanted', async () => {
    const image = await docker('inspect', '--format', '{{.Image}}', system.container('gateway', 'prod'));
    const file = join(system.directory, 'Caddyfile');
    writeFileSync(file, caddyfile({ apis: [], bodyLimit: 1, metrics: 2019 }));
    const caddy = (
      await docker(
        ...['run', '--detach', '--rm', '--network', 'none', '--volume', `${file}:/tmp/Caddyfile:ro`],
        ...['--env', 'GATEWAY_HOST=localhost', '--env', 'GATEWAY_PORT=', '--env', 'GATEWAY_TLS=tls internal'],
        ...[
          '--entrypoint',
          'caddy',
          image.trim(),
          'run',
          '--config',
          '/tmp/Caddyfile',
          '--adapter',
          'caddyfile',
        ],
      )
    ).trim();
    try {
      const ask = (url: string) => docker('exec', caddy, 'wget', '-q', '-O', '-', url).catch(() => '');
      await expect.poll(() => ask('http://127.0.0.1:2019/metrics'), { timeout: 20_000 }).toContain('caddy_');
      await docker('exec', caddy, 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:80/healthy');
      expect(await ask('http://127.0.0.1:2019/metrics')).toMatch(/^caddy_http_requests_total\{.*\} \d+$/m);
      expect(await ask('http://127.0.0.1:2019/config/')).toBe('');
    } finally {
      await docker('kill', caddy);
    }
  });

  it('shows a certificate of one’s own at a gateway that is given one', async () => {
    const image = await docker('inspect', '--format', '{{.Image}}', system.container('gateway', 'prod'));
    const directory = join(system.directory, 'certificate');
    await mkdir(directory);
    await expectOwnCertificate(image.trim(), directory);
  });

  it('leads from plain HTTP to the gateway, and from there to the APIs that it was given', async () => {
    const door = await FrontDoor.of(system);
    const { status, headers } = await door.askPlainly('/any?path');
    expect({ status, location: headers.location }).toEqual({ status: 308, location: `${door.url}/any?path` });
    expect(headers).not.toHaveProperty('server');
    expect((await door.ask('/api/identity-service/first-user')).text).toContain('"first_user":false');
    expect((await door.ask('/api/asset-service/health')).status).toBe(404);
    const signedIn = await door.ask('/api/identity-service/login', { body: JSON.stringify(CREDENTIALS) });
    const { token } = JSON.parse(signedIn.text) as { token: string };
    const body = JSON.stringify({ text: 'measure localhost' });
    expect(JSON.parse((await door.ask('/api/ai-brain/ask', { token, body })).text)).toMatchObject({
      ok: true,
    });
  });

  it('has security headers, a limit to bodies, and a line for each request in its log', async () => {
    const door = await FrontDoor.of(system);
    const { headers } = await door.ask('/config.js');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers).not.toHaveProperty('server');
    expect(await door.logged(String(headers['x-request-id']))).toMatchObject({
      status: 200,
      request: { uri: '/config.js' },
    });
    const large = Buffer.alloc(17 * 1024 * 1024, 'a');
    expect((await door.ask('/api/identity-service/login', { body: large })).status).toBe(413);
  });

  it('passes answers on as they come, and WebSockets', async () => {
    const { images } = readSettings(projectAt(system.project), { ...process.env, OPSCONDUCTOR_ROOT: '' });
    const where = { network: `${system.name}-clean`, port: system.port(8443), images };
    await withStreaming(system.container('gateway', 'prod'), where, async (stream) => {
      expect(await stream.parts()).toEqual(['first', 'second']);
      expect(await stream.echo('hello')).toBe('hello');
    });
  });

  it.skipIf(SECOND_ENGINE_LACK)(
    `answers another machine at the ports of its gateway, and nowhere else (skipped: ${SECOND_ENGINE_LACK ?? 'no'})`,
    async () => {
      const outside = await Outside.make();
      try {
        const inside = Object.values(APPLICATIONS).map(({ port }) => port);
        const containers = await addressesOf(`${system.name}-clean`, [...inside, 5432, 6379, 4200, 80, 443]);
        const published = [80, 443, ...Object.values(APPLICATIONS).map(({ host }) => host)];
        const all = [...published.map((port) => `host:${system.port(port)}`), ...containers];
        expect(await outside.reaches(all)).toEqual(
          [`host:${system.port(80)}`, `host:${system.port(443)}`].sort(),
        );
      } finally {
        await outside.remove();
      }
    },
  );

  it('has baked into the images, to the byte, what dev mounts', async () => {
    for (const [service, { source, live }] of Object.entries(PYTHON)) {
      const copy = join(system.directory, 'baked', service);
      await mkdir(copy, { recursive: true });
      await docker('cp', `${system.container(service, 'prod')}:/app/.`, copy);
      const baked = listing(copy);
      const wanted = {
        ...listing(join(SAMPLE, source)),
        ...under('shared', listing(join(SAMPLE, 'shared'))),
      };
      for (const path of [...live, 'shared']) {
        const expected = below(path, wanted);
        expect(Object.keys(expected), `${service}: ${path} has files`).not.toEqual([]);
        expect(below(path, baked), `${service}: ${path}`).toEqual(expected);
      }
    }
  });

  it('builds from the mapped image, and leaves the team’s Dockerfiles as they are', async () => {
    const dockerfiles = Object.values(PYTHON).map(({ source, live }) =>
      join(source, live[0] === 'main_clean.py' ? 'Dockerfile.clean' : 'Dockerfile'),
    );
    for (const path of dockerfiles)
      expect(readFileSync(join(system.root, path), 'utf8')).toBe(readFileSync(join(SAMPLE, path), 'utf8'));
    for (const service of Object.keys(PYTHON)) {
      const context = join(system.root, '.opsconductor/contexts', service, 'prod');
      const staged = readFileSync(
        join(context, Object.keys(listing(context)).find((path) => path.startsWith('Dockerfile')) ?? ''),
        'utf8',
      );
      expect(staged.match(/^FROM .*$/gm), service).toEqual([`FROM ${MIRROR}`]);
    }
  });

  it('has its schema changed by a release; one whose job fails leaves all as it was', async () => {
    const before = await stateOf(system);
    writeMigration(system, '0002-owner.sql', 'ALTER TABLE assets ADD COLUMN owner text;\n');
    writeMigration(system, '0003-bad.sql', 'ALTER TABLE assets ADD COLUMN colour text; SELECT nonsense;\n');
    const { exitCode, stdout, stderr } = await system.run('./scripts/prod-mode.sh', []);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: expect.stringContaining('\nJob migrations\n  0002-owner\n  0003-bad\n'),
    });
    expect(stderr).toMatch(
      /^error: job migrations has failed with exit code 3, before anything was replaced\. Its last lines:\n0002-owner\n0003-bad\npsql:.*nonsense/,
    );
    expect(await stateOf(system)).toEqual(before);
    removeMigration(system, '0003-bad.sql');
    expect(await system.upProd()).not.toContain('0002-owner');
    expect(await stateOf(system)).toEqual(before);
    expect(await query(system, 'SELECT name FROM migrations ORDER BY name')).toEqual([
      '0001-runs-by-asset',
      '0002-owner',
    ]);
    expect(await system.must('./opsconductor', 'run', 'migrations')).toMatch(/^Job migrations\n {2}done/);
  });

  it('is stopped by Compose without its data, even when volumes shall go', async () => {
    const volumes = await system.volumes();
    containers = await system.inspect('prod');
    runs = await recordedRuns(system, 'prod');
    await system.must('./scripts/compose.sh', 'prod', 'down', '--volumes');
    expect((await system.inspect('prod')).size).toBe(0);
    expect(await system.volumes()).toEqual(volumes);
  });

  describeByTerraform('prod', () => ({ system, containers, runs }));
});

/** Files that are `path` or lie below it; what Python leaves behind is no source. */
function below(path: string, files: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(files).filter(([name]) => name === path || name.startsWith(`${path}/`));
  return Object.fromEntries(own.filter(([name]) => !name.endsWith('/') && !name.includes('__pycache__')));
}

function under(directory: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, hash]) => [`${directory}/${path}`, hash]));
}
