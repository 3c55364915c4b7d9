import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import {
  bindsOf,
  changedPaths,
  concernsOf,
  describePaths,
  directoryReplaced,
  eventLine,
  shownBy,
  timed,
} from '../../lib/model/watch.js';
import { CONVENTIONS } from '../conventions.js';

const bind = (source: string, kind: 'file' | 'dir', hot = false) => ({ type: 'bind', source, kind, hot });
const service = (name: string, directory: string, mounts: readonly object[], only?: readonly string[]) =>
  ({
    name,
    mounts,
    image: { kind: 'build', source: { directory, live: [], only } },
  }) as unknown as ServiceSpec;

const asset = service('asset-service', 'asset-service', [
  bind('asset-service/main.py', 'file'),
  bind('asset-service/data', 'dir'),
  bind('shared', 'dir'),
]);
const frontend = service('frontend', 'frontend', [bind('frontend/src', 'dir', true), bind('shared', 'dir')]);
const postgres = service('postgres', 'database', [], ['init-schema.sql']);
const redis = { name: 'redis', mounts: [], image: { kind: 'external' } } as unknown as ServiceSpec;
const services = [asset, frontend, postgres, redis];

const concerned = (path: string) =>
  concernsOf(services, path).map(({ service, mount }) => `${service.name}: ${mount?.source ?? 'baked'}`);

describe('what a changed path concerns', () => {
  it.each([
    ['asset-service/main.py', ['asset-service: asset-service/main.py']],
    ['asset-service/data', ['asset-service: asset-service/data']],
    ['asset-service/data/deep/kinds.json', ['asset-service: asset-service/data']],
    ['shared/db.py', ['asset-service: shared', 'frontend: shared']],
    ['frontend/src/App.tsx', ['frontend: frontend/src']],
    ['asset-service/requirements.txt', ['asset-service: baked']],
    ['asset-service/data.json', ['asset-service: baked']],
    ['asset-service/main.py.orig', ['asset-service: baked']],
    ['database/init-schema.sql', ['postgres: baked']],
    ['database/notes.md', []],
    ['sharedness/db.py', []],
    ['README.md', []],
  ])('%s: %j', (path, wanted) => {
    expect(concerned(path)).toEqual(wanted);
  });
});

it('volumes are none of the mounts that a change of a file concerns', () => {
  const both = service('api', 'api', [
    bind('api/a.py', 'file'),
    { type: 'volume', volume: 'v', target: '/v' },
  ]);
  expect(bindsOf(both).map(({ source }) => source)).toEqual(['api/a.py']);
});

describe('what changed from one snapshot to the next', () => {
  it('is what came, what went and what is another', () => {
    const before = new Map([
      ['same', '1'],
      ['other', '1'],
      ['gone', '1'],
    ]);
    const after = new Map([
      ['same', '1'],
      ['other', '2'],
      ['new', '1'],
    ]);
    expect(changedPaths(before, after)).toEqual(['gone', 'new', 'other']);
  });

  it('is another directory in the place of one, where that is what stands there', () => {
    const replaced = (before: Record<string, string>, after: Record<string, string>) =>
      directoryReplaced(new Map(Object.entries(before)), new Map(Object.entries(after)));
    expect(replaced({ a: 'directory 1', f: 'file 1' }, { a: 'directory 2', f: 'file 2' })).toBe(true);
    expect(replaced({ a: 'directory 1', f: 'file 1' }, { a: 'directory 1', f: 'file 2' })).toBe(false);
    expect(replaced({ a: 'directory 1' }, { a: 'file 1' })).toBe(false);
    expect(replaced({ a: 'a directory' }, { a: 'the directory' })).toBe(false);
    expect(replaced({ a: 'directory 1' }, {})).toBe(false);
    expect(replaced({}, { a: 'directory 1' })).toBe(false);
  });

  it('is named by its files, by a directory only where nothing in it is, and by the first of many', () => {
    expect(describePaths(['asset-service/data', 'asset-service/data/kinds.json'])).toBe(
      'asset-service/data/kinds.json',
    );
    expect(describePaths(['asset-service/data'])).toBe('asset-service/data');
    expect(describePaths(['shared/b.py', 'shared/a.py', 'shared/a.py', 'shared/c.py'])).toBe(
      'shared/a.py and 2 more',
    );
  });

  it('is one line with the time, the path and what was done', () => {
    const time = new Date(2026, 0, 2, 14, 3, 7);
    expect(eventLine(time, ['a/main.py'], 'a restarted, healthy in 0.6 s')).toBe(
      '14:03:07 a/main.py → a restarted, healthy in 0.6 s',
    );
  });
});

it('what an edit comes to without the watcher is said', () => {
  const time = new Date(2026, 0, 2, 4, 3, 7);
  expect(timed(time, 'it is back')).toBe('04:03:07 it is back');
  expect(shownBy(asset, CONVENTIONS)).toBe('asset-service shows it by itself');
  expect(shownBy({ ...asset, plain: true }, CONVENTIONS)).toBe(
    `asset-service has it; a program that does not reload by itself needs ${CONVENTIONS.commands.program} restart asset-service`,
  );
});
