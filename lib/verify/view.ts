import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContextEntry } from '../disk/context.js';
import { readAs, readPath } from '../disk/read-entries.js';
import { removeTemporary, temporaryDirectory } from '../disk/temporary.js';
import { type ContainerProcess, isOnThisHost } from '../engine/processes.js';
import { execa } from '../engine/program.js';
import type { FileHashes } from './report.js';
import type { SourceLocation } from './source-locations.js';

/**
 * Source in a container, as the container sees it and named as in the build context, without running anything in it: by
 * `/proc/<pid>/root` where the caller may read that, else from a copy by `docker cp`.
 *
 * `docker cp` mounts the sources of bind mounts again, and so shows a replaced file's new text where the container still
 * sees the old one (Docker Engine 20.10). Whoever relies on the copy has to look for stale mounts as well.
 */
export async function containerFiles(
  container: ContainerProcess,
  places: readonly Pick<SourceLocation, 'path' | 'target'>[],
): Promise<ContextEntry[]> {
  const root = rootOf(container);
  if (root !== undefined) return places.flatMap(({ path, target }) => readAs(root, target.slice(1), path));
  const copy = temporaryDirectory('view');
  try {
    for (const { path, target } of places) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      // one that is not there copies nothing, and nothing is what is found
      await execa('docker', ['cp', `${container.id}:${target}`, join(copy, path)], {
        reject: false,
      });
    }
    return places.flatMap(({ path }) => readPath(copy, path));
  } finally {
    removeTemporary(copy);
  }
}

/** The container's root directory on this host, if this process may read it and the engine's processes are this host's. */
function rootOf(container: ContainerProcess): string | undefined {
  if (!isOnThisHost(container)) return undefined;
  const root = `/proc/${container.pid}/root`;
  try {
    lstatSync(`${root}/`);
    return root;
  } catch {
    return undefined;
  }
}

export function hashesOf(entries: readonly ContextEntry[]): FileHashes {
  return new Map(
    entries.map(({ path, content }) => [
      path,
      'link' in content ? `link to ${content.link}` : content.digest,
    ]),
  );
}
