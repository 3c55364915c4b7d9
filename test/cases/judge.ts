import { expect, vi } from 'vitest';
import { validate } from '../../lib/validate/validate.js';
import { projectAt } from '../conventions.js';
import { plant, type Tree } from '../disk/tree.js';
import { OURS } from './verdict.js';

/** The finding that a reader of `--json` sees. */
interface Printed {
  readonly severity: string;
  readonly rule: string;
  readonly service?: string;
  readonly alsoIn: readonly string[];
  readonly at: string;
  readonly problem: string;
  readonly fix: string;
  readonly file: string;
  readonly line: number;
}

/** What the validator is called with: `--dev compose.yaml`. */
type Call = Readonly<Partial<Record<'compose' | 'dev' | 'prod', readonly string[]>>> & {
  readonly root?: string;
};

const COMPOSE: Call = { compose: ['compose.yaml'] };

/** What the validator says of a setup that somebody else wrote: `error rule service at: problem. Fix: fix (file:line)`. */
export async function judge(tree: Tree, call: Call = COMPOSE): Promise<string[]> {
  const root = plant(tree);
  vi.stubEnv('TWOMODE_CALLED_FROM', root);
  const { text } = await validate(projectAt(root), { ...call, json: true });
  return (JSON.parse(text).findings as Printed[]).map((each) => {
    const { severity, rule, service = '-', alsoIn, at, problem, fix, file, line } = each;
    const services = [service, ...alsoIn].join('+');
    expect(`${problem}. ${fix}`).not.toMatch(OURS);
    return `${severity} ${rule} ${services} ${at}: ${problem}. Fix: ${fix} (${file}:${line})`;
  });
}

/** A Compose file of services, each a line. */
export function services(...lines: readonly string[]): string {
  return ['services:', ...lines.map((line) => `  ${line}`), ''].join('\n');
}
