import { describe, expect, it, vi } from 'vitest';
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
    ['ERR_FS_EISDIR', /^\/a\/file: a directory is where a file is expected$/],
    ['ENAMETOOLONG', /^\/a\/file: the path is longer than the file system takes$/],
    ['EMFILE', /^\/a\/file: too many files are open$/],
    ['EIO', /^\/a\/file: the disk does not read or write it$/],
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

  it('names the variable that says where temporary files go, where that is nowhere', () => {
    vi.stubEnv('TMPDIR', '/nowhere');
    expect(reported(refusal('ENOENT', '/nowhere/x'), CONVENTIONS.commands)).toMatchObject({
      name: 'UserError',
      message: '/nowhere, where temporary files go, is not there',
      fix: 'let TMPDIR name a directory that is',
    });
    vi.unstubAllEnvs();
    const bug = refusal('ENOENT', '/a/file');
    expect(reported(bug, CONVENTIONS.commands)).toBe(bug);
  });

  it('that is somebody’s bug stays as it is', () => {
    const bugs = [refusal('EINVAL', '/a/file'), new TypeError('x'), 'text'];
    for (const bug of bugs) expect(reported(bug, CONVENTIONS.commands)).toBe(bug);
  });
});
