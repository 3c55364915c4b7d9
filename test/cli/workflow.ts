import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';
export const WORKFLOWS = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** The steps of the one job that validates. */
export const steps: readonly Step[] = parse(readFileSync(`${FOLDER}/validate.yml`, 'utf8')).jobs.mounts.steps;
