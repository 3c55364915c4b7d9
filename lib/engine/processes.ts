import { readFileSync } from 'node:fs';

/** A container, and its first process by the number that the engine gives it; 0 where it does not run. */
export interface ContainerProcess {
  readonly id: string;
  readonly pid: number;
}

/**
 * Whether that number is this host's number of that process, and it has not ended: where the engine runs in a virtual
 * machine, or this process in a container, it is nobody's or another's.
 */
export function isOnThisHost({ id, pid }: ContainerProcess): boolean {
  try {
    return pid > 0 && readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(id);
  } catch {
    return false;
  }
}

/** The oldest child of a process of this host; undefined where it has none, or has ended (proc_tid_children(5)). */
export function firstChild(pid: number): number | undefined {
  try {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return Number(first) || undefined;
  } catch {
    return undefined;
  }
}
