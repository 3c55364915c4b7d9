import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ignoreWorkDirectory } from '../disk/files.js';
import { ProcessFile } from '../engine/process-file.js';
import type { Named } from '../model/conventions.js';
import { UserError } from '../model/user-error.js';

/**
 * Changes what runs of a system while nobody else does: each of two that begin together would find the engine empty.
 * @param root the source root, absolute
 * @throws UserError where another process is at it
 */
export async function inTurn<T>(root: string, system: Named, change: () => Promise<T>): Promise<T> {
  const path = join(root, system.conventions.workDirectory, `change.${system.name}.lock`);
  ignoreWorkDirectory(root, system.conventions);
  mkdirSync(dirname(path), { recursive: true });
  const file = new ProcessFile(path);
  const holder = file.take();
  if (holder !== undefined)
    throw new UserError(
      `process ${holder} is starting or stopping ${system.name} already`,
      'wait until it has ended, or end it with Ctrl-C',
    );
  try {
    return await change();
  } finally {
    file.giveBack();
  }
}
