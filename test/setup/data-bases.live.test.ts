import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBases } from '../../lib/setup/build-bases.js';
import { baseName, readCatalog } from '../../lib/setup/catalog.js';
import { cleanUp, docker, mustDocker, start, volume, waitFor } from './docker.js';

const IMAGES = path.resolve(import.meta.dirname, '../../images');
const MINUTE = 60_000;
const catalog = await readCatalog(IMAGES);
const engine = !(await docker(['version'])).failed;
const postgres = baseName(catalog, 'postgres');
const redis = baseName(catalog, 'redis');

const DATA = '/var/lib/postgresql/data';
const READY = ['pg_isready', '-h', '127.0.0.1'];
const SCHEMA = "CREATE TABLE device (name text); INSERT INTO device VALUES ('router');\n";
const ENV = ['-e', 'POSTGRES_USER=ops', '-e', 'POSTGRES_PASSWORD=secret', '-e', 'POSTGRES_DB=opsconductor'];
const query = (sql: string) => ['psql', '-U', 'ops', '-d', 'opsconductor', '-tA', '-c', sql];

describe.skipIf(!engine)(
  'postgres and redis bases (skipped where no Docker engine answers)',
  { timeout: 5 * MINUTE },
  () => {
    let directory: string;
    let schema: Record<string, string>;
    const file = async (name: string, content: string) => {
      await writeFile(path.join(directory, name), content);
      return path.join(directory, name);
    };

    beforeAll(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'opsconductor-test-'));
      await buildBases(catalog, ['postgres', 'redis'], IMAGES, () => {});
      schema = { '/docker-entrypoint-initdb.d/init-schema.sql': await file('schema.sql', SCHEMA) };
    }, 10 * MINUTE);
    afterAll(async () => {
      await cleanUp();
      await rm(directory, { recursive: true, force: true });
    }, MINUTE);

    it('postgres: refuses an empty password and leaves the volume empty', async () => {
      const data = await volume();
      const options = ['run', '--rm', '-v', `${data}:${DATA}`];
      const refused = await docker([...options, '-e', 'POSTGRES_PASSWORD=', postgres]);
      expect(refused.failed).toBe(true);
      expect(refused.text).toContain('superuser password is not specified');
      expect(await mustDocker([...options, postgres, 'ls', '-A', DATA])).toBe('');
    });

    it('postgres: runs the schema once, keeps rows over a restart, asks for the password by TCP', async () => {
      const id = await start([...ENV, '-v', `${await volume()}:${DATA}`], postgres, [], schema);
      await waitFor(id, READY, 90);
      await mustDocker(['exec', id, ...query("INSERT INTO device VALUES ('switch')")]);
      await mustDocker(['restart', '--time', '20', id]);
      await waitFor(id, READY, 90);
      expect(await mustDocker(['exec', id, ...query('SELECT name FROM device ORDER BY 1')])).toBe(
        'router\nswitch',
      );

      const overTcp = (password: string) =>
        docker(['exec', '-e', `PGPASSWORD=${password}`, id, ...query('SELECT 1'), '-h', '127.0.0.1']);
      expect((await overTcp('secret')).text.trim()).toBe('1');
      expect((await overTcp('wrong')).text).toContain('password authentication failed');
      expect(await mustDocker(['exec', id, 'stat', '-c', '%u', '/proc/1'])).toBe('70');
      expect(await mustDocker(['exec', '--user', 'postgres', id, 'cat', '/proc/1/environ'])).not.toContain(
        'secret',
      );
      expect((await docker(['logs', id])).text).not.toContain('was not properly shut down');
    });

    it('postgres: no health check passes during the first start, and a killed one is done again', async () => {
      const data = ['-v', `${await volume()}:${DATA}`];
      const slow = {
        '/docker-entrypoint-initdb.d/zz-slow.sql': await file('slow.sql', 'SELECT pg_sleep(600);\n'),
      };
      const first = await start([...ENV, ...data], postgres, [], { ...schema, ...slow });
      await waitFor(
        first,
        ['sh', '-c', 'grep -q pg_sleep /proc/[0-9]*/cmdline || ls /var/run/postgresql/first-start/.s*'],
        90,
      );
      expect((await docker(['exec', first, ...READY])).failed).toBe(true);
      expect((await docker(['exec', first, 'pg_isready'])).failed).toBe(true);
      await mustDocker(['kill', first]);

      const second = await start([...ENV, ...data], postgres, [], schema);
      await waitFor(second, READY, 90);
      expect(await mustDocker(['exec', second, ...query('SELECT name FROM device')])).toBe('router');
      expect(await mustDocker(['exec', second, 'find', DATA, '-maxdepth', '1', '-name', '.*'])).toBe('');
    });

    it('postgres: a failing script leaves no database, and a move that was interrupted is completed', async () => {
      const data = ['-v', `${await volume()}:${DATA}`];
      const wrong = {
        '/docker-entrypoint-initdb.d/wrong.sql': await file('wrong.sql', 'SELECT nonsense;\n'),
      };
      const failing = await start([...ENV, ...data], postgres, [], wrong);
      expect(await mustDocker(['wait', failing])).not.toBe('0');
      const whole = await start([...ENV, ...data], postgres, [], schema);
      await waitFor(whole, READY, 90);
      await mustDocker(['stop', '--time', '20', whole]);

      const undo = `mkdir ${DATA}/.finished && mv ${DATA}/PG_VERSION ${DATA}/base ${DATA}/.finished/`;
      await mustDocker(['run', '--rm', ...data, postgres, 'sh', '-c', undo]);
      await mustDocker(['start', whole]);
      await waitFor(whole, READY, 90);
      expect(await mustDocker(['exec', whole, ...query('SELECT name FROM device')])).toBe('router');
    });

    it('postgres: starts as its own user on a read-only file system, with the password in a file', async () => {
      const options = ['--user', '70:70', '--read-only', '--cap-drop', 'ALL', '-e', 'POSTGRES_USER=ops'];
      const mounts = [
        '--tmpfs',
        '/var/run/postgresql:mode=1777',
        '--tmpfs',
        '/tmp',
        '-v',
        `${await volume()}:${DATA}`,
      ];
      const password = ['-e', 'POSTGRES_PASSWORD_FILE=/etc/hostname', '-e', 'POSTGRES_DB=opsconductor'];
      const id = await start([...options, ...mounts, ...password], postgres);
      await waitFor(id, READY, 90);
      expect(await mustDocker(['exec', id, ...query('SHOW server_encoding')])).toBe('UTF8');
    });

    it('redis: answers other containers, runs as redis and keeps its data over a restart', async () => {
      const data = await volume();
      await mustDocker([
        'run',
        '--rm',
        '-v',
        `${data}:/data`,
        redis,
        'sh',
        '-c',
        'chown root:root /data; touch /data/old',
      ]);
      const id = await start(['-v', `${data}:/data`], redis, ['redis-server', '--appendonly', 'yes']);
      await waitFor(id, ['redis-cli', 'ping'], 10);
      const address = await mustDocker(['inspect', '-f', '{{.NetworkSettings.IPAddress}}', id]);
      const client = ['run', '--rm', redis, 'redis-cli', '-h', address];
      expect(await mustDocker([...client, 'set', 'key', 'value'])).toBe('OK');
      expect(await mustDocker([...client, 'save'])).toBe('OK');
      expect(await mustDocker(['exec', id, 'stat', '-c', '%U', '/proc/1', '/data', '/data/old'])).toBe(
        'redis\nredis\nredis',
      );
      await mustDocker(['restart', id]);
      await waitFor(id, ['redis-cli', 'ping'], 10);
      expect(await mustDocker([...client, 'get', 'key'])).toBe('value');
    });

    it('redis: starts as its own user without capabilities, and as root where it may not drop', async () => {
      const own = await start(['--user', '999:1000', '--cap-drop', 'ALL', '--read-only'], redis);
      await waitFor(own, ['redis-cli', 'ping'], 10);
      const root = await start(['--cap-drop', 'ALL'], redis);
      await waitFor(root, ['redis-cli', 'ping'], 10);
    });
  },
);
