import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { containerPort } from '../../lib/model/port.js';
import { docker, lines } from '../live/engine.js';
import { override } from '../live/probes.js';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { World } from './world.js';

const ROWS = 10_000;
const REPLACED = 3;
/** Rows that one statement writes, and statements that one client sends. */
const [TOGETHER, BATCH] = [10, 50];
const environment = (revision: number) => ({
  ...{ POSTGRES_USER: ['app'], POSTGRES_DB: ['app'], POSTGRES_PASSWORD: [{ secret: 'PROBE_PASSWORD' }] },
  REVISION: [String(revision)],
});

describe.each(['compose', 'terraform'] as const)('a database that is written to, by %s', (engine) => {
  let world: World;
  const container = () => world.system.container('database', 'prod');
  const psql = ['psql', '--username=app', '--dbname=app', '--no-align', '--tuples-only', '--quiet'];

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    const check = ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'app', '-d', 'app'];
    world = await World.make(
      engine,
      { name: 'oclfwrites', portOffset: 20_100 },
      {
        database: {
          ...{ image: 'postgres:17-alpine', command: undefined, port: { container: containerPort(5432) } },
          environment: environment(0),
          volumes: { database_data: '/var/lib/postgresql/data' },
          healthCheck: { test: check, interval: 1, timeout: 5, retries: 60, startPeriod: 5 },
          ...{
            user: 'postgres',
            tmpfs: { '/tmp': 64, '/var/run/postgresql': 1 },
            memory: 512,
            stopGrace: 30,
          },
        },
      },
    );
    await world.mustDeploy();
    await world.writeRows();
    await docker('exec', container(), ...psql, '--command=CREATE TABLE written (n int PRIMARY KEY)');
  });
  afterAll(() => world?.remove());

  /** Writes until it is told to end. @returns the rows that the database has acknowledged, filled on the way */
  async function writing(acknowledged: Set<number>, isOver: () => boolean): Promise<void> {
    for (let next = 0; !isOver(); ) {
      const statements = Array.from({ length: BATCH }, () => {
        const [first, last] = [next, next + TOGETHER - 1];
        next += TOGETHER;
        return `INSERT INTO written SELECT generate_series(${first}, ${last}) RETURNING n;\n`;
      });
      const { failed, stdout } = await execa(
        'docker',
        ['exec', '--interactive', container(), ...psql, '--set=ON_ERROR_STOP=1'],
        { input: statements.join(''), reject: false, stripFinalNewline: false },
      );
      // whole lines: what ended with its container may have been cut short, or is the engine's word about it
      for (const [, row] of stdout.matchAll(/^(\d+)\n/gm)) acknowledged.add(Number(row));
      if (failed) await sleep(100);
    }
  }

  fault(
    'database-writes',
    () => world,
    async ({ system }, say) => {
      const acknowledged = new Set<number>();
      let replaced = 0;
      const written = writing(acknowledged, () => replaced === REPLACED && acknowledged.size >= ROWS);
      const id = () => docker('inspect', '--format', '{{.Id}}', container());
      while (replaced < REPLACED) {
        const before = await id();
        override(system, { database: { environment: environment(replaced + 1) } });
        await world.mustDeploy();
        expect(await id()).not.toBe(before);
        replaced++;
      }
      await written;
      const rows = await docker('exec', container(), ...psql, '--command=SELECT n FROM written');
      const there = new Set(lines(rows).map(Number));
      expect([...acknowledged].filter((row) => !there.has(row))).toEqual([]);
      say({ times: REPLACED, measured: `${acknowledged.size} rows acknowledged` });
    },
    { engine },
  );
});
