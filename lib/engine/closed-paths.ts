import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { type Access, permits } from '../model/access.js';
import { type ContainerProcess, isOnThisHost } from './processes.js';

/** What a container's own user cannot read. */
export interface ClosedPath {
  /** In the container, absolute. */
  readonly path: string;
  readonly access: Access;
  /** `65534`: who cannot. */
  readonly user: string;
}

/** CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capability.h). */
const READS_ALL = 0b110n;

/**
 * What of some paths, and of all below them, a running container's first process may not read, as the container sees them now;
 * of a closed directory itself alone. Empty where its processes are not this host's, or cannot be asked.
 * @param targets absolute, in the container
 */
export function closedPaths(container: ContainerProcess, targets: readonly string[]): ClosedPath[] {
  if (!isOnThisHost(container)) return [];
  try {
    const user = userOf(container.pid);
    if (user.readsAll) return [];
    return targets.flatMap((target) => closedBelow(`/proc/${container.pid}/root`, target, user));
  } catch {
    // it has ended, or another user's processes are not shown
    return [];
  }
}

/** `/app/data/kinds.json (mode 600, of 0:0)`. */
export function describeClosed({ path, access: { mode, uid, gid } }: ClosedPath): string {
  return `${path} (mode ${(mode & 0o777).toString(8)}, of ${uid}:${gid})`;
}

interface ProcessUser {
  readonly uid: number;
  readonly gids: readonly number[];
  readonly readsAll: boolean;
}

function userOf(pid: number): ProcessUser {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const words = (name: string) =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim().split(/\s+/) ?? [];
  const groups = words('Groups').filter((word) => word !== '');
  return {
    uid: Number(words('Uid')[1]),
    gids: [words('Gid')[1], ...groups].map(Number),
    readsAll: (BigInt(`0x${words('CapEff')[0] ?? '0'}`) & READS_ALL) !== 0n,
  };
}

function closedBelow(root: string, path: string, user: ProcessUser): ClosedPath[] {
  const stats = lstatSync(root + path, { throwIfNoEntry: false });
  if (!stats || !(stats.isFile() || stats.isDirectory())) return [];
  if (!mayRead(stats, user)) return [{ path, access: accessOf(stats), user: String(user.uid) }];
  if (!stats.isDirectory()) return [];
  return readdirSync(root + path).flatMap((name) => closedBelow(root, `${path}/${name}`, user));
}

function mayRead(stats: Stats, { uid, gids }: ProcessUser): boolean {
  const access = accessOf(stats);
  // root without its capabilities is a user like any other, and no number of a file is -1
  const group = gids.includes(access.gid) ? access.gid : -1;
  const as = { uid: uid === 0 ? -1 : uid, gid: group };
  const given = uid === 0 && access.uid === 0 ? { ...access, uid: -1 } : access;
  return (
    permits(given, as, 'read') === true && (!stats.isDirectory() || permits(given, as, 'enter') === true)
  );
}

function accessOf({ mode, uid, gid }: Stats): Access {
  return { mode: mode & 0o7777, uid, gid };
}
