import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a look at all processes of a system's commands has found. */
export interface Scan {
  /** Where a secret stood: `docker environ`. */
  readonly found: ReadonlySet<string>;
  /** How many processes were looked at. */
  readonly processes: number;
}

/**
 * Looks at the arguments and the environment of every process that has a variable, again and again while something works.
 * @param variable `NAME=value`, which a command and all that it starts have
 * @param secrets asked each time, for they are made up on the way
 */
export async function scanning(
  variable: string,
  secrets: () => readonly string[],
  work: () => Promise<void>,
): Promise<Scan> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const others = new Set<string>();
  let isOver = false;
  const scan = async () => {
    for (let i = 0; !isOver; i++) {
      await sleep(20);
      // a number comes again
      if (i % 50 === 0) others.clear();
      const wanted = secrets();
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !others.has(name))) {
        const environment = read(pid, 'environ');
        if (!environment.split('\0').includes(variable)) {
          others.add(pid);
          continue;
        }
        seen.add(pid);
        const [argument, more] = [read(pid, 'cmdline'), environment];
        for (const secret of wanted) {
          if (argument.includes(secret)) found.add(`${read(pid, 'comm').trim()} cmdline`);
          if (more.includes(secret)) found.add(`${read(pid, 'comm').trim()} environ`);
        }
      }
    }
  };
  const scanned = scan();
  try {
    await work();
  } finally {
    isOver = true;
    await scanned;
  }
  return { found, processes: seen.size };
}

/** '' for one that has ended, or another's. */
function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
