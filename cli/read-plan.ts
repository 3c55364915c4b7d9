import { readFileSync, rmSync } from 'node:fs';
import { parsePlan } from '../lib/model/plan.js';

/** Takes a plan out of its file, which goes; ends the process where it is none. */
export function readPlan<T>(file: string): T {
  const plan = parsePlan<T>(readFileSync(file, 'utf8'));
  rmSync(file);
  if (plan) return plan;
  console.error(`error: ${file} is no plan of this version. Fix: start it again.`);
  process.exit(1);
}
