import { describe, expect, it } from 'vitest';
import { slower, tableFor } from '../../bench/harness/check.js';
import { measured, row } from './rows.js';

const start = row('start');
const known = [measured('start', 2, 4)];

describe('a row that is measured again', () => {
  it('is slower if its ratio is larger by more than 15 %, whatever the seconds are', () => {
    expect(slower(start, measured('start', 2.4, 4), known)).toEqual(['start, time: 0.60 × and was 0.50 ×']);
    expect(slower(start, measured('start', 24, 48), known)).toEqual([]);
    expect(slower(start, measured('start', 2.2, 4), known)).toEqual([]);
  });

  it('is judged by each of its goals', () => {
    const both = row('both', [
      { of: 'seconds', at: '95th percentile', atMost: 1 },
      { of: 'megabytes', atMost: 1 },
    ]);
    const runs = (seconds: number, megabytes: number) => [{ seconds, megabytes }];
    const before = measured('both', 1, 1, { ours: runs(1, 10), theirs: runs(1, 10) });
    const now = measured('both', 1, 1, { ours: runs(2, 20), theirs: runs(1, 10) });
    expect(slower(both, now, [before])).toEqual([
      'both, time at its 95th percentile: 2.00 × and was 1.00 ×',
      'both, size: 2.00 × and was 1.00 ×',
    ]);
  });

  it('is not judged where the table has no figure of it', () => {
    expect(slower(row('new'), measured('new', 9, 1), known)).toEqual([]);
  });
});

describe('the table that a run is compared with', () => {
  it('is that of its engine, else that of the newest one', () => {
    const [old, fresh] = [[measured('start', 1, 1)], [measured('start', 2, 1)]];
    const results = { '20.10': old, '26.1': fresh, none: [] };
    expect(tableFor(results, '20.10')).toBe(old);
    expect(tableFor(results, '28.0')).toBe(fresh);
    expect(tableFor({}, '28.0')).toEqual([]);
  });
});
