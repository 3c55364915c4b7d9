import { rmSync } from 'node:fs';
import { readText } from '../lib/disk/files.js';
import { parsePlan } from '../lib/model/plan.js';

/** Takes a plan out of its file, which goes; ends the process where it is none. */
export function readPlan<T>(file: string): T {
  const plan = parsePlan<T>(textOf(file));
  if (plan) {
    rmSync(file);
    return plan;
  }
  console.error(`error: ${file} is no plan of this version. Fix: start it again.`);
  process.exit(1);
}

/** '' for one that is gone, or is something else. */
function textOf(file: string): string {
  try {
    return readText(file) ?? '';
  } catch {
    return '';
  }
}
