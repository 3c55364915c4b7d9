import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOL } from '../model/tool.js';

const made = new Set<string>();
let isHeeded = false;

/** Makes a directory that nobody else may read, and that is gone when this process has ended. @param word what it is for */
export function temporaryDirectory(word: string): string {
  if (!isHeeded) process.on('exit', () => made.forEach(removeTemporary));
  isHeeded = true;
  const directory = mkdtempSync(join(tmpdir(), `${TOOL}-${word}-`));
  made.add(directory);
  return directory;
}

/** Removes one that is no longer needed. */
export function removeTemporary(directory: string): void {
  made.delete(directory);
  rmSync(directory, { recursive: true, force: true });
}
