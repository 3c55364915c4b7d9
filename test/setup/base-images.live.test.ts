import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBases } from '../../lib/setup/build-bases.js';
import { baseName, type Catalog, readCatalog } from '../../lib/setup/catalog.js';
import { build, cleanUp, docker, mustDocker, start, waitFor } from './docker.js';

const IMAGES = path.resolve(import.meta.dirname, '../../images');
const MINUTE = 60_000;
const catalog = await readCatalog(IMAGES);
const engine = !(await docker(['version'])).failed;
const nameOf = (repository: string) => baseName(catalog, repository);

describe.skipIf(!engine)(
  'base images (skipped where no Docker engine answers)',
  { timeout: 2 * MINUTE },
  () => {
    let context: string;
    const file = async (name: string, content: string, mode = 0o644) => {
      await writeFile(path.join(context, name), content, { mode });
      return path.join(context, name);
    };

    beforeAll(async () => {
      context = await mkdtemp(path.join(tmpdir(), 'opsconductor-test-'));
      await buildBases(catalog, Object.keys(catalog), IMAGES, () => {});
    }, 10 * MINUTE);
    afterAll(async () => {
      await cleanUp();
      await rm(context, { recursive: true, force: true });
    }, MINUTE);

    it.each([
      ['python', 'python --version'],
      ['python:3.11', 'python --version'],
      ['node', 'node --version'],
      ['node:22', 'node --version'],
      ['node:20', 'node --version'],
      ['nginx', 'nginx -v'],
      ['postgres', 'postgres --version'],
      ['redis', 'redis-server --version'],
      ['prefecthq/prefect', 'prefect --version'],
    ])('%s has the version that its tag says', async (repository, command) => {
      const output = await mustDocker(['run', '--rm', nameOf(repository), ...command.split(' ')]);
      const tag = `${catalog[repository]?.tag}`.replaceAll('.', '\\.');
      expect(output).toMatch(new RegExp(`(^|[ /v=])${tag}([. ]|$)`, 'm'));
    });

    it('builds nothing that is current', async () => {
      const lines: string[] = [];
      await buildBases(catalog, Object.keys(catalog), IMAGES, (line) => lines.push(line));
      expect(lines).toEqual([]);
    });

    it('a failing build ends in an error with the end of its log', async () => {
      await mkdir(path.join(context, 'bad'));
      await file('bad/Dockerfile', 'ARG PARENT\nFROM $PARENT\nRUN echo the reason && false\n');
      const bad = {
        debian: catalog.debian,
        bad: { folder: path.join(context, 'bad'), tag: '1', parent: 'debian' },
      };
      const failing = buildBases(bad as Catalog, ['bad'], IMAGES, () => {});
      await expect(failing).rejects.toThrow(/twomode-base\/bad:1 failed:\n.*the reason/s);
    });

    it('python: pip and apt-get install in a Dockerfile as in the upstream image', async () => {
      await file('requirements.txt', 'iniconfig==2.0.0\n');
      await build(
        [
          `FROM ${nameOf('python')}`,
          'WORKDIR /app',
          'COPY requirements.txt .',
          'RUN pip install --no-cache-dir -r requirements.txt && python -c "import iniconfig"',
          'RUN pip install --no-cache-dir --upgrade pip && pip --version && python -m venv /venv',
          'RUN apt-get update && apt-get install -y --no-install-recommends sshpass && rm -rf /var/lib/apt/lists/*',
          'RUN useradd app',
          'USER app',
          'RUN python3 -c "import ssl, sqlite3, zoneinfo; zoneinfo.ZoneInfo(\'Europe/Berlin\')"',
        ].join('\n'),
        context,
      );
    });

    it('node: npm ci installs from a lock file', async () => {
      const dependencies = { 'is-number': '7.0.0' };
      await file('package.json', JSON.stringify({ name: 'app', version: '1.0.0', dependencies }));
      const packages = { '': { dependencies }, 'node_modules/is-number': { version: '7.0.0' } };
      await file('package-lock.json', JSON.stringify({ name: 'app', lockfileVersion: 3, packages }));
      await build(
        [
          `FROM ${nameOf('node')}`,
          'WORKDIR /app',
          'COPY package*.json ./',
          'RUN npm ci && node -e "require(\'is-number\')" && npx --version && wget --version',
          'USER node',
          'RUN test "$(id -u)" = 1000',
        ].join('\n'),
        context,
      );
    });

    it('nginx: runs the executable scripts of /docker-entrypoint.d, serves and logs to stdout', async () => {
      const script = await file(
        '10-page.sh',
        '#!/bin/sh\necho "made at start" >/usr/share/nginx/html/page\n',
        0o755,
      );
      const ignored = await file('20-no.sh', 'exit 1\n');
      const id = await start([], nameOf('nginx'), [], {
        '/docker-entrypoint.d/10-page.sh': script,
        '/docker-entrypoint.d/20-no.sh': ignored,
      });
      expect(await waitFor(id, ['wget', '-qO-', 'http://127.0.0.1/page'], 10)).toBe('made at start');
      expect(await mustDocker(['exec', id, 'wget', '-qO-', 'http://127.0.0.1/'])).toContain('nginx');
      const { text } = await docker(['logs', id]);
      expect(text).toContain('GET /page');
      expect(text).toContain('ignoring /docker-entrypoint.d/20-no.sh');
    });

    it('nginx: starts on a read-only file system with the tmpfs that upstream needs', async () => {
      const options = ['--read-only', '--tmpfs', '/run', '--tmpfs', '/var/cache/nginx'];
      const id = await start(options, nameOf('nginx'));
      await waitFor(id, ['wget', '-qO-', 'http://127.0.0.1/'], 10);
    });

    it('prefect: the server is healthy, keeps its data in /root/.prefect and has asyncpg', async () => {
      const command = ['prefect', 'server', 'start', '--host', '0.0.0.0'];
      const id = await start([], nameOf('prefecthq/prefect'), command);
      await waitFor(id, ['wget', '-qO-', 'http://127.0.0.1:4200/api/health'], 90);
      await mustDocker(['exec', id, 'test', '-s', '/root/.prefect/prefect.db']);
      await mustDocker(['exec', id, 'python', '-c', 'import asyncpg']);
      const begin = Date.now();
      await mustDocker(['stop', '--time', '30', id]);
      expect(Date.now() - begin).toBeLessThan(25_000);
    });
  },
);
