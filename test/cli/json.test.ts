import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plant } from '../disk/tree.js';
import { SCHEMAS } from '../docs/commands-page.js';
import { call } from './call.js';
import { type FakeContainer, fakeDocker } from './fake-docker.js';
import { copyProject, PROJECT } from './project-copy.js';

const RUNS: FakeContainer = { name: 'opsconductor-redis-dev', mode: 'dev', service: 'redis' };

const calls: readonly {
  readonly words: string;
  /** Without which it needs more than a copy of the project. */
  readonly args?: readonly string[];
  readonly containers: readonly FakeContainer[];
  readonly code: number;
  readonly has: object;
}[] = [
  { words: 'status', containers: [], code: 1, has: { right: false, modes: [] } },
  { words: 'status', containers: [RUNS], code: 1, has: { right: false, modes: [{ mode: 'dev' }] } },
  { words: 'logs', containers: [RUNS], code: 0, has: { service: 'redis', text: 'ready' } },
  { words: 'doctor', containers: [RUNS], code: 0, has: { right: true, checks: expect.any(Array) } },
  { words: 'verify', containers: [], code: 1, has: { proven: false, modes: [] } },
  { words: 'validate', containers: [], code: 0, has: { counts: { error: 0 } } },
  { words: 'validate --files', containers: [], code: 0, has: { services: expect.any(Array) } },
  { words: 'prune', containers: [], code: 0, has: { removed: true, images: [], contexts: [] } },
  {
    ...{ words: 'clean', args: ['--dry-run'], containers: [RUNS], code: 0 },
    has: { removed: false, containers: ['opsconductor-redis-dev'], volumes: [] },
  },
  { words: 'diff', args: ['dev', 'prod'], containers: [], code: 2, has: { stakes: [] } },
  {
    words: 'backup',
    args: ['list'],
    containers: [],
    code: 0,
    has: { backups: [{ mode: 'dev', volumes: 2 }] },
  },
  {
    ...{ words: 'instances', containers: [RUNS], code: 0 },
    has: {
      instances: [{ name: 'opsconductor', here: true, gone: false, modes: [{ mode: 'dev', running: 1 }] }],
    },
  },
  { words: 'lock-images', containers: [], code: 0, has: { images: expect.any(Array) } },
];

/** One that has a backup of dev. @returns the directory that it is in */
function restic(): string {
  const directory = plant({
    restic: `#!/bin/sh
case " $* " in
  *system=opsconductor-dev,manifest*) echo '[{"id": "1", "time": "2030-01-31T08:09:10Z", "tags": ["backup=20300131-080910", "parts=2", "bytes=9"]}]' ;;
  *" version "*) echo restic 0.14.0 ;;
  *) echo null ;;
esac
`,
  });
  chmodSync(join(directory, 'restic'), 0o755);
  return directory;
}

describe('--json', () => {
  let copy: string;
  beforeAll(() => {
    copy = copyProject();
  });

  it.each(calls)('of $words prints one document of its shape, and ends with $code', async (each) => {
    const { code, stdout } = await call(copy, [...each.words.split(' '), ...(each.args ?? []), '--json'], {
      ...{ DOCKER_HOST: '', PATH: `${restic()}:${fakeDocker(each.containers)}` },
      ...{ OPSCONDUCTOR_BACKUP: '/backups', RESTIC_PASSWORD_FILE: '/etc/hostname' },
    });
    const schema = z.fromJSONSchema(
      JSON.parse(readFileSync(join(PROJECT, 'docs', SCHEMAS[each.words] ?? ''), 'utf8')),
    );
    const shown: unknown = JSON.parse(stdout);
    expect(schema.safeParse(shown).error).toBeUndefined();
    expect(shown).toMatchObject({ version: 1, ...each.has });
    expect(code).toBe(each.code);
  });

  it('of each command is called here', () => {
    expect([...new Set(calls.map(({ words }) => words))].sort()).toEqual(Object.keys(SCHEMAS).sort());
  });

  it('prints nothing where the call is wrong, or no engine answers', async () => {
    expect(await call(copy, ['status', 'staging', '--json'])).toMatchObject({ code: 2, stdout: '' });
    expect(await call(copy, ['status', '--json'])).toMatchObject({ code: 1, stdout: '' });
  });
});
