import { relative } from 'node:path';
import { watch } from 'chokidar';
import { POLL } from '../model/watch.js';
import type { WatchedFiles } from './watched-files.js';

export interface EventOptions {
  /** Milliseconds from one look to the next. @default - the kernel's events */
  readonly poll?: number | undefined;
  /** Something may have changed; what, the tree itself says. */
  readonly hint: () => void;
  readonly say: (line: string) => void;
}

/** Hints at every change in the tree from the time that it resolves. @returns what ends it */
export async function watchTree(
  tree: WatchedFiles,
  { poll, hint, say }: EventOptions,
): Promise<() => Promise<void>> {
  if (poll !== undefined) return every(poll, hint);
  // the root itself, for a directory that is watched by name is lost when it is removed and made again
  const watcher = watch(tree.root, {
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignored: (path) => tree.isIgnored(relative(tree.root, path)),
  });
  let stopLooking: (() => Promise<void>) | undefined;
  watcher.on('all', hint);
  // a directory that took the place of another of its name causes only this event
  watcher.on('raw', hint);
  watcher.on('error', (error) => {
    if (stopLooking) return;
    say(eventProblem(error as NodeJS.ErrnoException));
    stopLooking = every(POLL, hint);
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
    watcher.once('error', () => resolve());
  });
  return async () => {
    await stopLooking?.();
    await watcher.close();
  };
}

/** Why the kernel tells of no more changes, and what to do. */
export function eventProblem({ code, message }: NodeJS.ErrnoException): string {
  const limit = code === 'ENOSPC' ? 'max_user_watches' : code === 'EMFILE' ? 'max_user_instances' : undefined;
  const why = limit
    ? `the limit fs.inotify.${limit} is reached. Fix: sudo sysctl fs.inotify.${limit}=${limit === 'max_user_watches' ? 524288 : 1024}.`
    : `${message}.`;
  return `File events do not arrive: ${why} Until then the files are checked twice a second, as with --poll.`;
}

function every(milliseconds: number, hint: () => void): () => Promise<void> {
  const timer = setInterval(hint, milliseconds);
  return async () => clearInterval(timer);
}
