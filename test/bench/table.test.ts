import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readResults } from '../../bench/harness/results.js';
import { withTables } from '../../bench/harness/table.js';
import { ROWS } from '../../bench/rows/index.js';
import { measured, row } from './rows.js';

const DOCUMENT = 'before\n<!-- written by npm run bench -->\nold\n<!-- end -->\nafter\n';
const rows = [row('start'), row('stop')];
const written = (results: Parameters<typeof withTables>[2]) => withTables(DOCUMENT, rows, results);

describe('the table of a run', () => {
  it('stands in the place of the one before, and leaves the rest of the document', () => {
    const text = written({ '20.10': [measured('start', 1, 4)] });
    expect(text).toMatch(/^before\n<!-- written by npm run bench -->\n\n### Docker Engine 20\.10\n/);
    expect(text).toMatch(/\n\n<!-- end -->\nafter\n$/);
    expect(text).not.toContain('old');
    expect(withTables(text, rows, { '20.10': [measured('start', 1, 4)] })).toBe(text);
  });

  it('has the median of both sides, the middle half of all runs, their ratio and the goal', () => {
    const ours = [1, 2, 2, 3].map((seconds) => ({ seconds }));
    expect(written({ '20.10': [measured('start', 1, 4, { ours })] })).toContain(
      '| `start` | what start does | another way | 2.00 s (1.75–2.25) | 4.00 s (4.00–4.00) | **0.50 ×** (4 runs) | ≤ 0.5 × | reached |',
    );
  });

  it('says of a goal that it is not reached, and of a row that it was not measured', () => {
    const text = written({ '20.10': [measured('start', 3, 4)] });
    expect(text).toMatch(/`start`.*\*\*0\.75 ×\*\* \| ≤ 0\.5 × \| not reached \|/);
    expect(text).toMatch(/`stop`.*\| ≤ 0\.5 × \| not measured \|/);
  });

  it('has a line for each goal of a row', () => {
    const both = row('both', [
      { of: 'seconds', at: '95th percentile', atMost: 1 },
      { of: 'megabytes', atMost: 2 },
    ]);
    const runs = [{ seconds: 1, megabytes: 50 }];
    const text = withTables(DOCUMENT, [both], {
      none: [measured('both', 1, 1, { ours: runs, theirs: runs })],
    });
    expect(text).toContain('what both does, 95th percentile');
    expect(text).toContain('50 MB (50–50)');
  });

  it('names each machine, with its days and the most that it was busy with', () => {
    const text = written({
      '20.10': [
        measured('start', 1, 4, { load: 0.4 }),
        measured('stop', 1, 4, { date: '2030-02-01', load: 1.26 }),
      ],
    });
    expect(text).toContain(
      '2030-01-31, 2030-02-01, 2 rows: a machine. A row began at a load of 1.3 for each processor, or less.',
    );
  });

  it('is one for each engine, the oldest first', () => {
    const text = written({ '26.1': [measured('start', 1, 4)], '20.10': [measured('start', 1, 4)] });
    expect([...text.matchAll(/^### (.*)$/gm)].map(([, title]) => title)).toEqual([
      'Docker Engine 20.10',
      'Docker Engine 26.1',
    ]);
  });

  it('has its place, or is refused', () => {
    expect(() => withTables('no place', rows, {})).toThrow('the document has no');
  });
});

describe('docs/performance.md', () => {
  it('has the tables of docs/performance.json', () => {
    const text = readFileSync('docs/performance.md', 'utf8');
    expect(withTables(text, ROWS, readResults('docs/performance.json'))).toBe(text);
  });
});

describe('the rows', () => {
  it('have names of their own, and a goal each', () => {
    const ids = ROWS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ROWS.filter(({ goals }) => goals.length === 0)).toEqual([]);
  });
});
