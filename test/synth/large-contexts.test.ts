import { expect, it } from 'vitest';
import type { ContextEntry } from '../../lib/disk/context.js';
import type { Description } from '../../lib/synth/description.js';
import { largeContexts } from '../../lib/synth/large-contexts.js';
import { built, serviceSpec, systemSpec } from '../spec.js';

const system = systemSpec('prod', [serviceSpec('prod', { image: built('api') })]);
const file = (path: string, size: number): ContextEntry => ({
  ...{ path, content: { file: `/root/api/${path}`, size, digest: '' }, executable: false },
});
const linesFor = (...entries: readonly ContextEntry[]) =>
  largeContexts({
    systems: { prod: system },
    sources: { context: () => ({ entries }) },
  } as unknown as Description);

it('a build context from 100 MB on is said with its largest file, and a smaller one is not', () => {
  expect(linesFor(file('main.py', 2000), file('models/llama.bin', 1_500_000_000))).toEqual([
    'warning: the build context of api is 1.5 GB, 1.5 GB of it models/llama.bin. Fix: leave out in api/.dockerignore what the image does not need.',
  ]);
  expect(linesFor(file('a', 60_000_000), file('b', 39_000_000))).toEqual([]);
});
