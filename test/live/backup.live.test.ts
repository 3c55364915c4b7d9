import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepBy } from '../../lib/backup/keep.js';
import { backupTag, momentOf, systemTag, writeManifest } from '../../lib/backup/manifest.js';
import { Restic } from '../../lib/backup/restic.js';
import { stampOf } from '../../lib/model/backup.js';
import { CONVENTIONS, named } from '../conventions.js';
import { docker, volumesOf } from './engine.js';
import { type Output, TestSystem } from './harness.js';

/** Each of its transactions writes the same number into two tables. */
const TABLES = 'CREATE TABLE a (n int PRIMARY KEY, note text); CREATE TABLE b (n int PRIMARY KEY)';
const WRITE = (n: number) =>
  `BEGIN; INSERT INTO a VALUES (${n}, E'\\\\.\\n${n}'); INSERT INTO b VALUES (${n}); COMMIT; SELECT ${n};`;

describe('the data of a system that runs', () => {
  let system: TestSystem;
  let repository: string;
  const run = (words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Output> =>
    system.run('./opsconductor', words, {
      ...{ OPSCONDUCTOR_BACKUP: repository, OPSCONDUCTOR_ONLY: 'postgres,redis', ...more },
    });
  const must = async (words: readonly string[]) => {
    const output = await run(words);
    expect(output, words.join(' ')).toMatchObject({ exitCode: 0, stderr: '' });
    return output.stdout;
  };
  const psql = ['psql', '--username=opsconductor', '--no-align', '--tuples-only', '--quiet'];
  const sql = (text: string) =>
    docker('exec', system.container('postgres', 'dev'), ...psql, `--command=${text}`);
  const redis = (...words: readonly string[]) =>
    docker('exec', system.container('redis', 'dev'), 'redis-cli', ...words);

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclcopies', portOffset: 20_900 });
    repository = join(system.directory, 'backups');
    expect((await run(['dev', '--detach'])).exitCode).toBe(0);
    await sql(TABLES);
    await redis('set', 'kept', 'yes');
  });
  afterAll(() => system?.remove());

  /** Writes until it is told to end. @returns the last number that was acknowledged */
  async function writing(isOver: () => boolean, note: (n: number) => void): Promise<void> {
    for (let n = 1; !isOver(); ) {
      const input = Array.from({ length: 20 }, () => WRITE(n++)).join('\n');
      const call = ['exec', '--interactive', system.container('postgres', 'dev'), ...psql];
      await execa('docker', call, { input });
      note(n - 1);
    }
  }

  it('is backed up while it is written, proven by a drill, and restored as it was at a moment of the run', async () => {
    expect(await must(['backup', 'init'])).toContain('Keep a copy of that file elsewhere');
    let [written, isOver] = [0, false];
    const writer = writing(
      () => isOver,
      (n) => {
        written = n;
      },
    );
    while (written < 100) await sleep(20);
    const before = written;
    expect(await must(['backup'])).toMatch(
      /postgres_data {2}\d+ tables, \d+ rows[\s\S]*redis_data {2}1 key,/,
    );
    isOver = true;
    await writer;
    await redis('set', 'lost', 'yes');
    expect(await must(['backup', 'list'])).toMatch(/^\d{8}-\d{6} {2}dev {3}2 volumes, /);
    expect(await must(['backup', 'verify'])).toContain('is proven');
    const old = [volumeOf('postgres_data'), volumeOf('redis_data')];
    expect(await volumesOf(system.name)).toEqual(old);

    const { exitCode, stdout } = await run(['restore', '--yes']);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain(`docker volume rm ${old.join(' ')}`);
    const rows = Number(await sql('SELECT count(*) FROM a'));
    expect(rows).toBeGreaterThanOrEqual(before);
    expect(rows).toBeLessThanOrEqual(written);
    const sums = await sql(
      "SELECT md5(string_agg(n::text, ',' ORDER BY n)) FROM a UNION SELECT md5(string_agg(n::text, ',' ORDER BY n)) FROM b",
    );
    expect(sums).toBe(md5(Array.from({ length: rows }, (_, i) => i + 1).join()));
    expect(await sql("SELECT count(*) FROM a WHERE note <> E'\\\\.\\n' || n")).toBe('0');
    expect(await redis('mget', 'kept', 'lost')).toBe('yes\n');
    expect(await volumesOf(system.name)).toEqual(expect.arrayContaining(old));
    expect(await must(['backup', 'schedule'])).toContain('OnCalendar=');
  });

  it('stays what it is where a backup is damaged, or its password is another', async () => {
    const stand = async () => [
      await volumesOf(system.name),
      await docker('ps', '--quiet', '--no-trunc', '--filter', `name=^${system.name}-`),
    ];
    const before = await stand();
    const wrong = await run(['restore', '--yes'], { RESTIC_PASSWORD_FILE: '/etc/hostname' });
    expect(wrong).toMatchObject({ exitCode: 1, stdout: '' });
    expect(wrong.stderr).toMatch(
      /^error: the password in \/etc\/hostname does not open the backups at .*\.$/,
    );
    // a byte in the middle of the largest file
    const files = readdirSync(join(repository, 'data'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort((one, other) => statSync(other).size - statSync(one).size);
    const bytes = readFileSync(files[0] ?? '');
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(files[0] ?? '', bytes);
    const damaged = await run(['restore', '--yes']);
    expect(damaged.exitCode).toBe(1);
    expect(damaged.stderr).toMatch(/^error: the backups at .* are damaged: .*\.$/);
    expect(await stand()).toEqual(before);
  });

  it('is kept by a policy, and what is unfinished goes when it is a day old', async () => {
    const passwordFile = join(system.directory, 'password');
    writeFileSync(passwordFile, 'for this test');
    const kept = { location: join(system.directory, 'kept'), passwordFile };
    const restic = new Restic(kept, CONVENTIONS.commands);
    const prod = { ...named('shop'), mode: 'prod' as const };
    await restic.run('init');
    const idOf = (hours: number) => stampOf(new Date(Date.now() - hours * 3600_000));
    // two of one day, at whatever time of the day this runs
    const ids = [240, 239, 100, 26, 26 - 2 / 3600, 2, 1].map(idOf);
    const unfinished = [ids[1], ids[5]];
    for (const id of ids) {
      const part = await restic.save('data', [systemTag(prod), backupTag(id)], momentOf(id));
      part.stdout.resume();
      part.stdin.end(id);
      await part.ended;
      const parts = [
        { word: 'data', method: 'files' as const, snapshot: 'x', bytes: 1, sha256: 'x', content: {} },
      ];
      if (!unfinished.includes(id)) await writeManifest(restic, prod, { version: 1, id, parts });
    }
    expect(await keepBy(restic, prod, { daily: 3, weekly: 0, monthly: 0 })).toEqual([ids[0]]);
    const left = (await restic.snapshots(systemTag(prod))).flatMap(({ tags }) => tags);
    expect(ids.filter((id) => left.includes(backupTag(id)))).toEqual(ids.slice(2));
  });

  function volumeOf(word: string): string {
    return `${system.name}-${word}-dev`;
  }
});

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
