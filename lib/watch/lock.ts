import { join } from 'node:path';
import { ProcessFile } from '../engine/process-file.js';
import { UserError } from '../model/user-error.js';
import type { WatchPlan } from '../model/watch.js';

/**
 * Makes this process the only watcher of a system: two would restart each service twice.
 * @returns what gives the lock back
 * @throws UserError where another process holds it
 */
export function lock(watched: Watched): () => void {
  const { name } = watched;
  const file = lockFile(watched);
  const holder = file.take();
  if (holder !== undefined)
    throw new UserError(
      `process ${holder} already watches ${name}`,
      'watch there, or stop it with Ctrl-C first',
    );
  return () => file.giveBack();
}

/** The process that watches a system, if one does. */
export function watcherOf(watched: Watched): number | undefined {
  return lockFile(watched).holder();
}

type Watched = Pick<WatchPlan, 'name' | 'sourceRoot' | 'conventions'>;

function lockFile({ name, sourceRoot, conventions }: Watched): ProcessFile {
  return new ProcessFile(join(sourceRoot, conventions.workDirectory, `watch.${name}.lock`));
}
