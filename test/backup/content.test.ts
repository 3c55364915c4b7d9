import { expect, it } from 'vitest';
import { differencesOf } from '../../lib/backup/content.js';

const table = (name: string, rows: number, sha256 = 'a') => ({ name, rows, sha256 });

it('what was restored is what was backed up, or what differs is said', () => {
  const kept = { tables: [table('a', 1), table('b', 2), table('c', 3), table('d', 4)] };
  expect(differencesOf(kept, kept)).toEqual([]);
  expect(
    differencesOf(kept, { tables: [table('a', 1), table('b', 1), table('c', 3, 'x'), table('e', 0)] }),
  ).toEqual([
    'table b has 1 row of 2',
    'table c has other rows',
    'table d (4 rows) is not there',
    'table e was not in the backup',
  ]);
});

it('of a cache only keys may be gone that go by themselves', () => {
  const keys = (all: number, expiring = 0) => ({ keys: { all, expiring } });
  expect(differencesOf(keys(5, 2), keys(3))).toEqual([]);
  expect(differencesOf(keys(5, 2), keys(2))).toEqual(['2 keys of 5']);
  expect(differencesOf(keys(5), keys(6))).toEqual(['6 keys of 5']);
});

it('of files the copy is compared', () => {
  expect(differencesOf({ copy: 'a' }, { copy: 'a' })).toEqual([]);
  expect(differencesOf({ copy: 'a' }, { copy: 'b' })).toEqual(['its files are others']);
});
