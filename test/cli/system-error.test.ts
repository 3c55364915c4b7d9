import { describe, expect, it } from 'vitest';
import { reported } from '../../cli/system-error.js';
import { CONVENTIONS } from '../conventions.js';

const refusal = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: of the system`), { code, syscall: 'open', ...(path ? { path } : {}) });

describe('an error of the system', () => {
  it.each([
    ['EACCES', /^\/a\/file: permission denied$/],
    ['EPERM', /^\/a\/file: operation not permitted$/],
    ['EROFS', /^\/a\/file: the file system is read-only$/],
    ['ENOSPC', /^\/a\/file: no space is left$/],
  ])('that the user can fix names the file and the way out: %s', (code, message) => {
    expect(reported(refusal(code, '/a/file'), CONVENTIONS.commands)).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message),
      fix: expect.any(String),
    });
  });

  it('is said without a file where the system names none', () => {
    expect(reported(refusal('ENOSPC'), CONVENTIONS.commands)).toMatchObject({
      message: 'open: no space is left',
    });
  });

  it('that is somebody’s bug stays as it is', () => {
    const bugs = [refusal('EINVAL', '/a/file'), new TypeError('x'), 'text'];
    for (const bug of bugs) expect(reported(bug, CONVENTIONS.commands)).toBe(bug);
  });
});
