import { describe, expect, it } from 'vitest';
import { apiHasStartInterval } from '../../lib/engine/start-interval.js';

describe('start_interval', () => {
  it.each([
    ['1.41', false],
    ['1.43', false],
    ['1.44', true],
    ['1.45\n', true],
    ['1.100', true],
    ['2.0', true],
    ['', false],
    ['<no value>', false],
  ])('with an engine of API %j: %j', (version, expected) => {
    expect(apiHasStartInterval(version)).toBe(expected);
  });
});
