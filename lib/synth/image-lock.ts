import { join } from 'node:path';
import { writeAtomically } from '../disk/files.js';
import type { ImageLock } from '../model/image-lock.js';

/** Beside cdktf.json; committed, for it is the same on every machine. */
export function imageLockFile(directory: string): string {
  return join(directory, 'images.lock.json');
}

export function writeImageLock(directory: string, lock: ImageLock): void {
  const sorted = Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1));
  writeAtomically(imageLockFile(directory), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
