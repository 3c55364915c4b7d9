import { describe, expect, it } from 'vitest';
import { covered, readNoted } from '../../bench/fixtures/timed-programs.js';

describe('the time in which programs ran', () => {
  it('is read as it was noted, a line each', () => {
    expect(readNoted('10.5 12.25\n13 14\n')).toEqual([
      { began: 10.5, ended: 12.25 },
      { began: 13, ended: 14 },
    ]);
  });

  it('counts once what ran at the same time, or within another', () => {
    expect(covered(readNoted('0 10\n'))).toBe(10);
    expect(covered(readNoted('0 10\n20 25\n'))).toBe(15);
    expect(covered(readNoted('5 15\n0 10\n2 3\n'))).toBe(15);
  });
});
