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
const mariadb = baseName(catalog, 'mariadb');

const DATA = '/var/lib/mysql';
const READY = ['healthcheck.sh', '--connect', '--innodb_initialized'];
/** As a service runs it: its own user, without rights, on a file system that cannot be written. */
const HARDENED = ['--user', 'mysql', '--read-only', '--cap-drop', 'ALL', '--tmpfs', '/tmp'];
const ENV = ['-e', 'MARIADB_RANDOM_ROOT_PASSWORD=yes', '-e', 'MARIADB_DATABASE=my_shop'];
const USER = ['-e', 'MARIADB_USER=shop', '-e', "MARIADB_PASSWORD=it's \\ secret"];

describe.skipIf(!engine)(
  'the mariadb base (skipped where no Docker engine answers)',
  { timeout: 2 * MINUTE },
  () => {
    let directory: string;
    let schema: Record<string, string>;
    const options = async (data: string) => [...HARDENED, '--tmpfs', '/run/mysqld', '-v', `${data}:${DATA}`];
    const query = (sql: string, password = "it's \\ secret") => [
      ...['mariadb', '-h127.0.0.1', '-ushop', `-p${password}`, '-N', 'my_shop', '-e'],
      sql,
    ];

    beforeAll(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'twomode-test-'));
      await buildBases(catalog, ['mariadb'], IMAGES, () => {});
      const file = path.join(directory, 'schema.sql');
      await writeFile(file, "CREATE TABLE device (name TEXT); INSERT INTO device VALUES ('router');\n");
      schema = { '/docker-entrypoint-initdb.d/schema.sql': file };
    }, 10 * MINUTE);
    afterAll(async () => {
      await cleanUp();
      await rm(directory, { recursive: true, force: true });
    }, MINUTE);

    it('refuses to start without a word on the password of root, and leaves the volume empty', async () => {
      const data = await volume();
      const refused = await docker(['run', '--rm', '-v', `${data}:${DATA}`, mariadb]);
      expect(refused.failed).toBe(true);
      expect(refused.text).toContain('password option is not specified');
      expect(await mustDocker(['run', '--rm', '-v', `${data}:${DATA}`, mariadb, 'ls', '-A', DATA])).toBe('');
    });

    it('runs the schema once as its own user, keeps rows over a restart, and asks for the password', async () => {
      const data = await volume();
      // a read-only root file system takes no file of the test's: the schema is laid into the first start alone
      const first = await start([...ENV, ...USER, '-v', `${data}:${DATA}`], mariadb, [], schema);
      await waitFor(first, READY, 60);
      await mustDocker(['exec', first, ...query("INSERT INTO device VALUES ('switch')")]);
      await mustDocker(['stop', '--time', '20', first]);

      const second = await start([...ENV, ...USER, ...(await options(data))], mariadb);
      await waitFor(second, READY, 60);
      const rows = await mustDocker(['exec', second, ...query('SELECT name FROM device ORDER BY 1')]);
      expect(rows).toBe('router\nswitch');
      expect((await docker(['exec', second, ...query('SELECT 1', 'wrong')])).text).toContain('Access denied');
      expect((await docker(['exec', second, 'mariadb', '-uroot', '-e', 'SELECT 1'])).text).toContain(
        'Access denied',
      );
      expect(await mustDocker(['exec', second, 'sh', '-c', 'tr "\\0" "\\n" </proc/1/environ'])).not.toContain(
        'secret',
      );
      expect(await mustDocker(['exec', second, 'find', DATA, '-maxdepth', '1', '-name', '.*finished'])).toBe(
        '',
      );
    });

    it('passes no health check during the first start, and a killed one is done again', async () => {
      const data = ['-v', `${await volume()}:${DATA}`];
      const slow = path.join(directory, 'slow.sql');
      await writeFile(slow, 'SELECT SLEEP(600);\n');
      const scripts = { ...schema, '/docker-entrypoint-initdb.d/zz-slow.sql': slow };
      const first = await start([...ENV, ...USER, ...data], mariadb, [], scripts);
      await waitFor(first, ['sh', '-c', 'ls /var/lib/mysql/.unfinished/my_shop/device.*'], 60);
      expect((await docker(['exec', first, ...READY])).failed).toBe(true);
      await mustDocker(['kill', first]);
      const second = await start([...ENV, ...USER, ...data], mariadb, [], schema);
      await waitFor(second, READY, 60);
      expect(await mustDocker(['exec', second, ...query('SELECT name FROM device')])).toBe('router');
    });
  },
);
