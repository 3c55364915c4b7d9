import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ChangedFile, copyFile, fileDigest } from '../../lib/disk/file-digest.js';
import { plant } from './tree.js';

it('a file of several parts has the digest of its whole, and is copied as it is', () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024 + 7, 'abc');
  const root = plant({});
  const file = join(root, 'model.bin');
  writeFileSync(file, bytes);
  const digest = fileDigest(file);
  expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'));
  copyFile(file, join(root, 'copy'), digest);
  expect(readFileSync(join(root, 'copy')).equals(bytes)).toBe(true);
});

it('one that is changed has another digest, and is not copied under the old one', () => {
  const root = plant({ 'main.py': 'old' });
  const file = join(root, 'main.py');
  const digest = fileDigest(file);
  writeFileSync(file, 'new');
  expect(fileDigest(file)).not.toBe(digest);
  expect(() => copyFile(file, join(root, 'copy'), digest)).toThrow(new ChangedFile(file));
});
