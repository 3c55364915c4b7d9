import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const WORKFLOW = '.github/workflows/validate.yml';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** The steps of the workflow's one job. */
export const steps: readonly Step[] = parse(readFileSync(WORKFLOW, 'utf8')).jobs.mounts.steps;
