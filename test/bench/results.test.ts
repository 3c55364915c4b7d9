import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResults, withRow, writeResults } from '../../bench/harness/results.js';
import { plant } from '../disk/tree.js';
import { measured } from './rows.js';

const file = (text?: string) => {
  const path = join(plant(), 'performance.json');
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

describe('the results of all runs', () => {
  it('are read as they were written, and empty where there are none yet', () => {
    const results = { '20.10': [measured('start', 1.25, 4)] };
    const path = file();
    expect(readResults(path)).toEqual({});
    writeResults(path, results);
    expect(readResults(path)).toEqual(results);
  });

  it('have a line for each run, with no more digits than a clock has', () => {
    const path = file();
    const ours = [{ seconds: 1.234_567_89, megabytes: 60.004_5 }];
    writeResults(path, { '20.10': [measured('start', 1, 4, { ours })] });
    expect(readFileSync(path, 'utf8')).toContain('     { "seconds": 1.2346, "megabytes": 60.0045 }\n');
  });

  it('are refused where they are not of this form', () => {
    expect(() => readResults(file('{"version": 2, "engines": {}}'))).toThrow();
    expect(() => readResults(file('{"version": 1, "engines": {"20.10": [{"row": "start"}]}}'))).toThrow();
  });
});

describe('a row that was measured', () => {
  it('takes the place of the same one, in the order of the rows; what is no row any more goes', () => {
    const before = { '20.10': [measured('b', 1, 1), measured('gone', 1, 1), measured('c', 1, 1)] };
    const now = withRow(before, '20.10', measured('a', 2, 1), ['a', 'b', 'c']);
    expect(now['20.10']?.map(({ row }) => row)).toEqual(['a', 'b', 'c']);
    const again = withRow(now, '20.10', measured('c', 3, 1), ['a', 'b', 'c']);
    expect(again['20.10']?.[2]).toEqual(measured('c', 3, 1));
    expect(again['20.10']).toHaveLength(3);
  });

  it('leaves the results of another engine', () => {
    const before = { '20.10': [measured('a', 1, 1)] };
    expect(withRow(before, '26.1', measured('a', 2, 1), ['a'])).toEqual({
      '20.10': [measured('a', 1, 1)],
      '26.1': [measured('a', 2, 1)],
    });
  });
});
