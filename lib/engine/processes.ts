import { readdirSync, readFileSync } from 'node:fs';

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

/**
 * The oldest child of a process of this host; undefined where it has none, or has ended. Each thread has its own (proc_tid_children(5)): a
 * program in Go starts others from any of them.
 */
export function firstChild(pid: number): number | undefined {
  try {
    const others = readdirSync(`/proc/${pid}/task`).filter((thread) => Number(thread) !== pid);
    const children = [pid, ...others].flatMap((thread) => childrenOf(`/proc/${pid}/task/${thread}/children`));
    return Number(children[0]) || undefined;
  } catch {
    return undefined;
  }
}

/** Of one thread, which may have ended just now. */
function childrenOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

/** Sends a signal to the first child of a process. @returns whether there is one */
export function signalChild(pid: number | undefined, signal: NodeJS.Signals = 'SIGTERM'): boolean {
  const child = pid && firstChild(pid);
  if (!child) return false;
  try {
    return process.kill(child, signal);
  } catch {
    // it has ended just now
    return false;
  }
}
