import { join } from 'node:path';
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
  const file = fileToTake(root, system);
  requireNoOther(file.take(), system);
  try {
    return await change();
  } finally {
    file.giveBack();
  }
}

/**
 * The same for Terraform, whose turn lasts until its process has ended, however that ends.
 * @param terraform its process
 * @throws UserError where another process is at it
 */
export function takeTurnOf(terraform: number, root: string, system: Named): void {
  const holder = fileToTake(root, system).take(terraform);
  // it calls us more than once in one deploy
  if (holder !== terraform) requireNoOther(holder, system);
}

/** @throws UserError where a process is changing what runs of a system */
export function requireNoTurn(root: string, system: Named): void {
  requireNoOther(turnHolder(root, system), system);
}

/** The process that is changing what runs of a system, if one is. */
export function turnHolder(root: string, system: Named): number | undefined {
  return turnFile(root, system).holder();
}

function requireNoOther(holder: number | undefined, { name }: Named): void {
  if (holder === undefined) return;
  throw new UserError(
    `process ${holder} is starting or stopping ${name} already`,
    'wait until it has ended, or end it with Ctrl-C',
  );
}

/** The file, in a folder that is there. */
function fileToTake(root: string, system: Named): ProcessFile {
  ignoreWorkDirectory(root, system.conventions);
  return turnFile(root, system);
}

function turnFile(root: string, { name, conventions }: Named): ProcessFile {
  return new ProcessFile(join(root, conventions.workDirectory, `change.${name}.lock`));
}
