import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../model/user-error.js';
import type { WatchPlan } from '../model/watch.js';

/**
 * Makes this process the only watcher of a system: two would restart each service twice.
 * @returns what gives the lock back
 * @throws UserError where another process holds it
 */
export function lock({
  name,
  sourceRoot,
  conventions,
}: Pick<WatchPlan, 'name' | 'sourceRoot' | 'conventions'>): () => void {
  const file = join(sourceRoot, conventions.workDirectory, `watch.${name}.lock`);
  const own = identity(process.pid);
  if (existsSync(file)) {
    const holder = readFileSync(file, 'utf8');
    const pid = Number(holder.split(' ')[0]);
    if (isAlive(pid) && identity(pid) === holder)
      throw new UserError(
        `process ${pid} already watches ${name}`,
        'watch there, or stop it with Ctrl-C first',
      );
    rmSync(file, { force: true });
  }
  // of two that come at once, one fails here
  writeFileSync(file, own, { flag: 'wx' });
  return () => rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Number and start of a process, for numbers come again (proc_pid_stat(5), field 22). */
function identity(pid: number): string {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return String(pid);
  // the second field, a name in parentheses, may have spaces
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return `${pid} ${fields[19]}`;
}
