import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assembleExport, requireExportTarget } from '../../lib/engine/export.js';
import { plant } from '../disk/tree.js';

const check = (path: string) => () => requireExportTarget(path, '# An export of ');

describe('an export may be written', () => {
  it('to what is not there yet, is empty, or is an earlier export', () => {
    const root = plant({
      'old/docker-compose.yml': '# An export of x\n',
      'old/secrets.env': '',
      'half/.new/x': '',
    });
    for (const path of ['new', 'new/er', 'old', 'half']) expect(check(join(root, path))).not.toThrow();
  });

  it.each(['file', 'file/below'])('never to %s, where a file is in the way', (path) => {
    const root = plant({ file: '' });
    expect(check(join(root, path))).toThrow(`${root}/file is not a directory`);
  });

  it('never over files that are nobody’s export', () => {
    const root = plant({ 'full/docker-compose.yml': 'services: {}\n' });
    expect(check(join(root, 'full'))).toThrow('is neither empty nor an earlier export');
  });

  it.each([
    ['/proc/x', 'no such file or directory'],
    ['/proc/sys/x', '.*'],
    ['/sys/x', '.*'],
    [`NEW/${'n'.repeat(256)}`, 'name too long'],
    ['LINK/x', '.*'],
  ])('never to %s, which no file system takes, and nothing is left of the try', (path, reason) => {
    const root = plant({ link: { link: 'nowhere' } });
    const target = path.replace('NEW', join(root, 'new')).replace('LINK', join(root, 'link'));
    expect(check(target)).toThrow(
      new RegExp(`^/[^ ]* (cannot be made: ${reason}|cannot be written by this user)$`),
    );
    expect(readdirSync(root)).toEqual(['link']);
  });

  // root may write everywhere
  it.skipIf(process.getuid?.() === 0)('never where the user may not write', () => {
    const root = plant({ 'closed/x': '' });
    chmodSync(join(root, 'closed'), 0o555);
    expect(check(join(root, 'closed/new'))).toThrow(`${root}/closed cannot be written by this user`);
  });
});

describe('an export is there whole or not at all', () => {
  const lay = (text: string) => async (fresh: string) => writeFileSync(join(fresh, 'images.tar'), text);
  const failing = (fresh: string) => {
    writeFileSync(join(fresh, 'images.tar'), 'half');
    return Promise.reject(new Error('no space is left'));
  };

  it('and one that fails leaves the earlier one, and nothing of its own', async () => {
    const out = join(plant(), 'out');
    await assembleExport(out, lay('first'));
    writeFileSync(join(out, 'secrets.env'), 'A=b');
    await assembleExport(out, lay('second'));
    await expect(assembleExport(out, failing)).rejects.toThrow('no space is left');
    expect(readFileSync(join(out, 'images.tar'), 'utf8')).toBe('second');
    expect(readFileSync(join(out, 'secrets.env'), 'utf8')).toBe('A=b');
    expect(existsSync(join(out, '.new'))).toBe(false);
  });
});
