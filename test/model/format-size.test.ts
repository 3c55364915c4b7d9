import { expect, it } from 'vitest';
import { formatSize } from '../../lib/model/format-size.js';

it.each([
  [0, '0 B'],
  [0.5, '1 B'],
  [1, '1 B'],
  [9, '9 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1540, '1.5 kB'],
  [9949, '9.9 kB'],
  [10_000, '10 kB'],
  [999_400, '999 kB'],
  [1_000_000, '1.0 MB'],
  [2_340_000_000, '2.3 GB'],
  [45_000_000_000_000, '45 TB'],
  [7_000_000_000_000_000, '7000 TB'],
])('%d bytes are read as %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
