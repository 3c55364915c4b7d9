import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { bindsOf } from '../model/watch.js';
import { runDocker } from './command.js';
import { type MountPoint, mountsOfContainer, parseMountinfo, placeOf } from './mountinfo.js';

/** A bind mount of a running container that is not what its source is now. A restart of the container mends it. */
export interface StaleMount {
  readonly service: string;
  readonly container: string;
  /** Relative to the source root. */
  readonly source: string;
  readonly target: string;
  /** What the container sees there: a path on the host's file system; undefined where nothing is mounted. */
  readonly sees: string | undefined;
}

/**
 * The stale mounts of a system's running containers, whoever made them: those of the spec whose source was replaced,
 * moved or removed since the container started, and those that are not there at all. Runs nothing in a container where
 * the caller may read the host's `/proc/<pid>/mountinfo`.
 * @param sourceRoot absolute
 */
export async function staleMounts(
  sourceRoot: string,
  { services }: Pick<SystemSpec, 'services'>,
): Promise<StaleMount[]> {
  const pids = await pidsOf(services.filter((service) => bindsOf(service).length > 0));
  const host = parseMountinfo(await readFile('/proc/self/mountinfo', 'utf8'));
  const found = await Promise.all(
    [...pids].map(async ([service, pid]) => {
      const mounts = await mountsOfContainer(service.container, pid);
      return mounts ? staleOf(sourceRoot, service, mounts, host) : [];
    }),
  );
  return found.flat();
}

/** The same for one container whose process is known. @param pid of its first process, as the host counts */
export async function staleMountsOf(
  sourceRoot: string,
  service: ServiceSpec,
  pid: number,
): Promise<StaleMount[]> {
  const mounts = await mountsOfContainer(service.container, pid);
  if (!mounts) return [];
  return staleOf(sourceRoot, service, mounts, parseMountinfo(await readFile('/proc/self/mountinfo', 'utf8')));
}

async function staleOf(
  sourceRoot: string,
  service: ServiceSpec,
  mounts: readonly MountPoint[],
  host: readonly MountPoint[],
): Promise<StaleMount[]> {
  const stale = await Promise.all(
    bindsOf(service).map(async ({ source, target }): Promise<StaleMount[]> => {
      const mount = mounts.findLast((each) => each.target === target);
      const place = placeOf(
        host,
        await realpath(join(sourceRoot, source)).catch(() => join(sourceRoot, source)),
      );
      // on another device it is no file of this kernel: the engine runs in a virtual machine, and paths say nothing
      if (mount && mount.device !== place?.device) return [];
      if (mount?.root === place?.root) return [];
      return [{ service: service.name, container: service.container, source, target, sees: mount?.root }];
    }),
  );
  return stale.flat();
}

async function pidsOf(services: readonly ServiceSpec[]): Promise<Map<ServiceSpec, number>> {
  const names = services.map((service) => service.container);
  const format = '{{.Name}} {{.State.Pid}}';
  // one that is not there is an error on stderr, and the others are told all the same
  const { stdout } = await runDocker(['container', 'inspect', '--format', format, ...names]);
  const pids = new Map(
    stdout.split('\n').map((line) => [line.slice(1).split(' ')[0], Number(line.split(' ')[1])]),
  );
  return new Map(
    services.flatMap((service) => {
      const pid = pids.get(service.container) ?? 0;
      return pid > 0 ? [[service, pid] as const] : [];
    }),
  );
}
