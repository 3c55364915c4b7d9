import { describe, expect, it } from 'vitest';
import { imageFiles } from '../../lib/dockerfile/copy-resolution.js';
import { CASES, contextOf } from './copy-cases.js';

describe.each(CASES)('COPY of $title', ({ dockerfile, ignore, target, args, files, unmatched = [] }) => {
  const result = imageFiles(dockerfile, contextOf(ignore), {
    ...(target !== undefined && { target }),
    ...(args && { args }),
  });

  it('puts into the image what the engine puts there', () => {
    if (files === undefined)
      return expect(result.unproven.length + result.unmatched.length).toBeGreaterThan(0);
    const paths = [...result.files].map(([path, origin]) => [path, origin.from === 'context' && origin.path]);
    expect(Object.fromEntries(paths)).toEqual(files);
    expect(result.unproven).toEqual([]);
  });

  it('names the sources on which the build fails, and no others', () => {
    expect(result.unmatched.map(({ source }) => source)).toEqual(unmatched);
  });
});
