import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isAlive } from '../disk/alive.js';
import { TOOL } from '../model/tool.js';

/**
 * Makes this process the only one that checks the types of a project: on a busy machine each takes its time and a
 * quarter of a gigabyte, and every run starts one.
 * @returns what ends its turn; undefined while another process has it
 */
export function takeTurn(directory: string): (() => void) | undefined {
  const file = join(directory, 'node_modules/.cache', TOOL, 'types.pid');
  const end = () => rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  const holder = holderOf(file);
  if (holder === undefined || !isAlive(holder)) end();
  try {
    // of two that come at once, one fails here
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return end;
  } catch (error) {
    // packages that another user has installed: where nobody can note a turn, nobody would ever end one
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? undefined : () => {};
  }
}

/**
 * The same, after the process that has it.
 * @param isDone whether that one has made it needless
 * @returns undefined where it has
 */
export async function waitForTurn(
  directory: string,
  isDone: () => boolean,
): Promise<(() => void) | undefined> {
  for (;;) {
    const endTurn = takeTurn(directory);
    if (endTurn) return endTurn;
    await setTimeout(100);
    if (isDone()) return undefined;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
