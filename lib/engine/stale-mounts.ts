import { readFile, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf } from '../model/watch.js';
import { mountsOfContainer, parseMountinfo, placeOf } from './mountinfo.js';

/** A bind mount of a running container that is not what its source is now. A restart of the container fixes it. */
export interface StaleMount {
  /** Relative to the source root where it lies below it, else absolute. */
  readonly source: string;
  readonly target: string;
  /** What the container sees there: a path on the host's file system; undefined where nothing is mounted. */
  readonly sees: string | undefined;
}

/**
 * The stale mounts of a running container, whoever made it: those of the spec whose source was replaced, moved or removed
 * since the container started, and those that are not there at all. Runs nothing in a container where the caller may read
 * the host's `/proc/<pid>/mountinfo`.
 * @param sourceRoot absolute
 * @param pid of its first process, as the host counts
 */
export async function staleMountsOf(
  sourceRoot: string,
  service: ServiceSpec,
  pid: number,
): Promise<StaleMount[]> {
  const binds = bindsOf(service);
  const mounts = binds.length > 0 ? await mountsOfContainer(service.container, pid) : undefined;
  if (!mounts) return [];
  const host = parseMountinfo(await readFile('/proc/self/mountinfo', 'utf8'));
  const stale = await Promise.all(
    binds.map(async ({ source, target }): Promise<StaleMount[]> => {
      const mount = mounts.findLast((each) => each.target === target);
      const path = resolve(sourceRoot, source);
      const place = placeOf(host, await realpath(path).catch(() => path));
      // on another device it is not a file of this kernel: the engine runs in a virtual machine, and paths say nothing
      if (mount && mount.device !== place?.device) return [];
      return mount?.root === place?.root ? [] : [{ source, target, sees: mount?.root }];
    }),
  );
  return stale.flat();
}
