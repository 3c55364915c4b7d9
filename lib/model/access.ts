/** Who may do what with a file or directory, as the host has it; a mount keeps that. */
export interface Access {
  /** The last twelve bits: 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Who a container runs as. */
export interface ContainerUser {
  /** @default - a user of the image who is not root */
  readonly uid?: number;
  /** @default - the image says it */
  readonly gid?: number;
}

/** To enter is a directory's. */
export type Right = 'read' | 'enter';

const BITS: Readonly<Record<Right, number>> = { read: 4, enter: 1 };

/** `1000:1000`, `1000`, `node` or `root`; undefined for nothing, and for a variable that nobody knows. */
export function containerUser(written: string | undefined): ContainerUser | undefined {
  if (!written || written.includes('$')) return undefined;
  const [user = '', group] = written.split(':');
  const [uid, gid] = [user, group].map((name) =>
    name === 'root' ? 0 : /^\d+$/.test(name ?? '') ? Number(name) : undefined,
  );
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** Whether a user has a right; undefined where that hangs on groups or names that only the image knows. */
export function permits({ mode, uid, gid }: Access, user: ContainerUser, right: Right): boolean | undefined {
  const bit = BITS[right];
  const [owner, group, others] = [6, 3, 0].map((shift) => ((mode >> shift) & bit) !== 0);
  if (user.uid === 0) return true;
  if (user.uid === uid) return owner;
  if (user.uid === undefined && uid !== 0 && owner !== others) return undefined;
  if (user.gid === gid) return group;
  return user.gid === undefined && group !== others ? undefined : others;
}
