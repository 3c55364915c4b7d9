import { readFile } from 'node:fs/promises';
import { runDocker } from './command.js';

/** A line of `/proc/<pid>/mountinfo` (proc_pid_mountinfo(5)). */
export interface MountPoint {
  /** `major:minor` of the file system. */
  readonly device: string;
  /**
   * What is mounted, as a path on its file system and as it is called now: a file that another was renamed over ends
   * in `//deleted`, one that was moved away has its new name.
   */
  readonly root: string;
  /** Where it is mounted. */
  readonly target: string;
}

export function parseMountinfo(text: string): MountPoint[] {
  return text.split('\n').flatMap((line) => {
    const [, , device, root, target] = line.split(' ');
    return device && root && target ? [{ device, root: decode(root), target: decode(target) }] : [];
  });
}

/** What a path of the host is on its file system: the same two words that a mount of it has. */
export function placeOf(
  mounts: readonly MountPoint[],
  path: string,
): Pick<MountPoint, 'device' | 'root'> | undefined {
  const holds = ({ target }: MountPoint) =>
    target === '/' || path === target || path.startsWith(`${target}/`);
  // of two on one place the later hides the earlier
  const mount = mounts
    .filter(holds)
    .reduce<MountPoint | undefined>(
      (best, next) => (best && best.target.length > next.target.length ? best : next),
      undefined,
    );
  if (!mount) return undefined;
  const rest = mount.target === '/' ? path : path.slice(mount.target.length);
  return { device: mount.device, root: `${mount.root === '/' ? '' : mount.root}${rest}` || '/' };
}

/**
 * The mounts that a container sees. The host's /proc has them for root, and for whoever owns the process; for anybody
 * else the container's own `cat` reads the same lines.
 * @returns undefined where the container has just ended
 */
export async function mountsOfContainer(name: string, pid: number): Promise<MountPoint[] | undefined> {
  try {
    return parseMountinfo(await readFile(`/proc/${pid}/mountinfo`, 'utf8'));
  } catch {
    const { failed, stdout } = await runDocker(['exec', name, 'cat', '/proc/self/mountinfo']);
    return failed ? undefined : parseMountinfo(stdout);
  }
}

/** The kernel writes space, tab, newline and backslash as octal numbers. */
function decode(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
