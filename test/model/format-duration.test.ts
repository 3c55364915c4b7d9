import { expect, it } from 'vitest';
import { formatDuration } from '../../lib/model/format-duration.js';

it.each([
  [0, '0 s'],
  [-5, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7199, '119 min'],
  [7200, '2 h'],
  [3 * 86_400, '3 d'],
])('%d seconds are read as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
