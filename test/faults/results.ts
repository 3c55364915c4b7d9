import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ENGINES } from '../../lib/model/deployment.js';

/** What came of a fault in one run. Nobody writes one by hand. */
const result = z.object({
  fault: z.string(),
  engine: z.enum(ENGINES),
  /** Of a fault that is injected by more than one test. */
  part: z.string(),
  /** How often it was injected. */
  times: z.int(),
  seconds: z.number(),
  /** What was there before and not after: data, and what is somebody else's. */
  lost: z.array(z.string()),
  passed: z.boolean(),
  /** What was measured, in words. */
  measured: z.string().optional(),
  /** `2026-11-27`. */
  date: z.string(),
  /** `Engine 20.10.24`. */
  on: z.string(),
});

export type FaultResult = z.infer<typeof result>;

const FILE = join(import.meta.dirname, 'results.json');

/** Those of the last run of each fault. */
export function readResults(): FaultResult[] {
  return z.array(result).parse(JSON.parse(readFileSync(FILE, 'utf8')));
}

/** Puts new results in the place of those of the same tests. */
export function noteResults(fresh: readonly FaultResult[]): FaultResult[] {
  const key = ({ fault, engine, part }: FaultResult) => `${fault} ${engine} ${part}`;
  const keys = new Set(fresh.map(key));
  const all = [...readResults().filter((old) => !keys.has(key(old))), ...fresh].sort((a, b) =>
    key(a) < key(b) ? -1 : 1,
  );
  writeFileSync(FILE, `${JSON.stringify(all, undefined, 2)}\n`);
  return all;
}
