import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Manifest, readManifest } from '../../lib/backup/manifest.js';
import { Restic } from '../../lib/backup/restic.js';
import { DAMAGES } from '../backup/damages.js';
import { CONVENTIONS, named } from '../conventions.js';
import { docker, volumesOf } from '../live/engine.js';
import { TestSystem } from '../live/harness.js';

describe('a backup that is damaged', () => {
  let system: TestSystem;
  let manifest: Manifest;
  const place = (name: string) => join(system.directory, name);
  const resticAt = (location: string) =>
    new Restic(
      { location, passwordFile: join(system.root, '.opsconductor/backup.password') },
      CONVENTIONS.commands,
    );
  const run = (at: string, words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    system.run('./opsconductor', words, { OPSCONDUCTOR_BACKUP: at, OPSCONDUCTOR_ONLY: 'redis', ...more });
  const stand = async () => ({
    volumes: await volumesOf(system.name),
    containers: await docker('ps', '--quiet', '--no-trunc', '--filter', `name=^${system.name}-`),
    word: await docker('exec', system.container('redis', 'dev'), 'redis-cli', 'get', 'word'),
  });
  const deployment = () => ({ ...named(system.name), mode: 'dev' as const });

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocldamage', portOffset: 19_700 });
    const whole = place('whole');
    for (const words of [
      ['dev', '--detach'],
      ['backup', 'init'],
    ])
      expect((await run(whole, words)).exitCode, words.join(' ')).toBe(0);
    await docker('exec', system.container('redis', 'dev'), 'redis-cli', 'set', 'word', 'kept');
    expect((await run(whole, ['backup'])).exitCode).toBe(0);
    manifest = await readManifest(resticAt(whole), deployment());
    await docker('exec', system.container('redis', 'dev'), 'redis-cli', 'set', 'word', 'today');
  });
  afterAll(() => system?.remove());

  const refused = async (at: string, says: RegExp, more: NodeJS.ProcessEnv = {}) => {
    const before = await stand();
    const { exitCode, stdout, stderr } = await run(at, ['restore', '--yes'], more);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 1, stdout: '' });
    const [first = '', ...rest] = stderr.split('\n');
    expect(first).toMatch(/^error: /);
    expect(first.replace('error: ', '')).toMatch(says);
    // below a program's own last words there may be a fix
    if (!/does not start on a fresh volume/.test(first)) expect(rest).toEqual([]);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await stand()).toEqual(before);
    expect(notePending()).toBe(false);
  };
  const notePending = () => {
    try {
      return readFileSync(join(system.root, '.opsconductor/volumes.json'), 'utf8').includes('pending');
    } catch {
      return false;
    }
  };

  it('is one of twenty kinds at least', () => {
    expect(new Set(DAMAGES.map(({ what }) => what)).size).toBeGreaterThanOrEqual(20);
  });

  it.each(DAMAGES)('is refused in a line, and nothing is touched: $what', async ({ make, says }) => {
    const at = place('damaged');
    rmSync(at, { recursive: true, force: true });
    cpSync(place('whole'), at, { recursive: true });
    await make({ restic: resticAt(at), deployment: deployment(), directory: at, manifest });
    await refused(at, says);
  });

  it('is refused by another password, and as that of another system', async () => {
    await refused(place('whole'), /^the password in \/etc\/hostname does not open the backups at /, {
      RESTIC_PASSWORD_FILE: '/etc/hostname',
    });
    const other = await run(place('whole'), ['restore', '--yes', '20200101-000000']);
    expect(other).toMatchObject({ exitCode: 1, stdout: '' });
    expect(other.stderr).toMatch(/^error: there is no backup 20200101-000000 of ocldamage-dev\. Fix: .*$/);
  });

  it('says nothing of the whole one, which is restored', async () => {
    const { exitCode, stderr } = await run(place('whole'), ['restore', '--yes']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect((await stand()).word.trim()).toBe('kept');
  });
});
