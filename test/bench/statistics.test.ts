import { describe, expect, it } from 'vitest';
import { compare, median, quantile } from '../../bench/harness/statistics.js';

const seconds = (...values: readonly number[]) =>
  values.map((value) => ({ seconds: value, megabytes: value * 10 }));

describe('the middle of several runs', () => {
  it('is the value in the middle, or between the two that are', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('does not change the order of what it is given', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('and every other share lie between two values by their distance', () => {
    expect(quantile([0, 10], 0.95)).toBe(9.5);
    expect(quantile([5], 0.95)).toBe(5);
  });
});

describe('a ratio', () => {
  const sides = { ours: seconds(1, 2, 3, 100), theirs: seconds(5, 5, 5, 5) };

  it('is that of the medians, which one slow run does not move', () => {
    expect(compare({ of: 'seconds', atMost: 1 }, sides)).toEqual({
      ours: { value: 2.5, low: 1.75, high: 27.25 },
      theirs: { value: 5, low: 5, high: 5 },
      ratio: 0.5,
    });
  });

  it('is that of what the goal names: memory, or the slowest runs', () => {
    expect(compare({ of: 'megabytes', atMost: 1 }, sides).ours.value).toBe(25);
    expect(compare({ of: 'seconds', at: '95th percentile', atMost: 1 }, sides).ours.value).toBeCloseTo(85.45);
  });
});
