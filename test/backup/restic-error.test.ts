import { describe, expect, it } from 'vitest';
import { resticError } from '../../lib/backup/restic-error.js';

const errorOf = (said: string) => {
  const repository = { location: 'rest:https://me:geheim@example.com/x', passwordFile: '/keys/password' };
  const { message, fix } = resticError(said, repository, { program: './shop' });
  return `${message}. ${fix}`;
};

/** What restic 0.14 said of repositories that were damaged in these ways. */
const DAMAGED = {
  'a byte of the data': 'cannot dump file: decrypting blob 023e failed: ciphertext verification failed',
  'data that is cut off':
    'pack cd524de96ff9: unexpected file size: got 50000, expected 300127\nFatal: repository contains errors',
  'data that is gone': 'pack cd524de96ff9: does not exist\nFatal: repository contains errors',
  'a folder that is gone':
    'error for tree d298f43b:\n  ReadFull(<data/f3b824a2ef>): open /r/data/f3: no such file or directory\nFatal: repository contains errors',
  'an index that is gone':
    'error for tree d298f43b:\n  id d298f43b2cf1 not found in repository\nFatal: repository contains errors',
  'a byte of an index':
    'error: error loading index 3652: load <index/3652af1bff>: invalid data returned\nFatal: LoadIndex returned errors',
  'a byte of a snapshot':
    'error: load <snapshot/533ee75b07>: invalid data returned\nFatal: repository contains errors',
  'a snapshot that is gone': 'invalid id "533ee7": no matching ID found for prefix "533ee7"',
  'a byte of the configuration':
    'Fatal: config or key 9fd47010a362 is damaged: ciphertext verification failed',
  'an empty configuration':
    'config file has zero size, invalid repository?\nmain.open\n\tgithub.com/restic/restic/cmd/restic/global.go:760\nruntime.goexit\n\truntime/asm_amd64.s:1594',
  'a key that is cut off': 'Fatal: Unmarshal: unexpected end of JSON input',
};

describe('what restic says', () => {
  it.each(Object.entries(DAMAGED))('of %s is said in a line, which tells where', (_, said) => {
    const text = errorOf(said);
    expect(text).toMatch(/^the backups at .* are damaged: .+\. restic check/);
    expect(text).not.toMatch(/\n|contains errors|Fatal/);
  });

  it.each([
    ['Fatal: wrong password or no key found', 'the password in /keys/password does not open the backups at'],
    [
      'Fatal: unable to open config file: stat /r/config: no such file or directory',
      'there are no backups at',
    ],
    ['Save(<data/00>) returned error: write /r/tmp: no space left on device', 'no space is left at'],
    [
      'unable to create lock in backend: repository is already locked by PID 1',
      'are in use by another program',
    ],
    ['Fatal: create repository at /r failed: config file already exists', 'there are backups at'],
  ])('%s is said as what it means', (said, means) => {
    expect(errorOf(said)).toContain(means);
  });

  it('never shows the password that a remote has in its address', () => {
    expect(errorOf('Fatal: something else')).toContain(
      'restic, at rest:https://me:***@example.com/x: Fatal: something else',
    );
  });
});
