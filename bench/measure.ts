import { setTimeout as sleep } from 'node:timers/promises';
import type { TestSystem } from '../test/live/harness.js';

/** What GET /about of a sample service says. */
export interface About {
  readonly version: string;
  readonly shared: string;
}

/** The host's port of a service, without the offset, and what its answer must be. */
export interface Expected {
  readonly port: number;
  readonly answer: (about: About) => boolean;
}

const LONGEST = 120_000;

/** Asks every 20 ms until the answer is right. @returns when that was, as `performance.now()` has it */
export async function answered(system: TestSystem, { port, answer }: Expected): Promise<number> {
  const url = `http://127.0.0.1:${system.port(port)}/about`;
  for (const end = performance.now() + LONGEST; performance.now() < end; await sleep(20)) {
    try {
      const response = await fetch(url, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(1000),
      });
      if (answer((await response.json()) as About)) return performance.now();
    } catch {
      // it is just being restarted
    }
  }
  throw new Error(`${url} has not the new answer after ${LONGEST / 1000} s`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
