import type { CheckedSystem } from '../model/checked-system.js';
import type { Finding, Severity, SourcePlace } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import type { RuleText } from '../rules/rule.js';
import { groupByCause } from './group.js';
import type { ReportedFinding } from './reported-finding.js';

/** What a run of the validator says, whatever form it is printed in. */
export interface Report {
  readonly systems: readonly CheckedSystem[];
  /** Those that were run. */
  readonly rules: readonly RuleText[];
  /** The mode that nobody named: it was guessed. @default - every mode was named */
  readonly guessed?: Mode;
  /** Rules that the project leaves out → why. @default - none */
  readonly without?: Readonly<Record<string, string>>;
  /** How many findings a baseline accepts, which are not among these. @default - there is no baseline */
  readonly accepted?: number;
  /** By service, the worst first. */
  readonly findings: readonly ReportedFinding[];
}

/** How much of each there is; an exception counts as nothing else. */
export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly exception: number;
}

/** The line of a finding, its path absolute. */
export type Locate = (finding: Finding) => SourcePlace;

export function makeReport(
  systems: readonly CheckedSystem[],
  rules: readonly RuleText[],
  found: readonly Finding[],
  locate: Locate,
  rest: Pick<Report, 'guessed' | 'accepted' | 'without'> = {},
): Report {
  const located = found.map((finding) => ({
    finding,
    ...parseWhere(finding.where),
    place: locate(finding),
  }));
  return { systems, rules, findings: sorted(groupByCause(located), systems), ...rest };
}

export function countFindings(findings: readonly ReportedFinding[]): Counts {
  const counts = { error: 0, warning: 0, note: 0, exception: 0 };
  for (const finding of findings) counts[kindOf(finding)]++;
  return counts;
}

/** What it counts as. */
export function kindOf({ severity, exception }: ReportedFinding): Severity | 'exception' {
  return exception === undefined ? severity : 'exception';
}

/** `dev/api`, `dev`, `system`. */
function parseWhere(where: string): { readonly modes: readonly Mode[]; readonly service?: string } {
  const [, first, service] = /^([^/]*)(?:\/(.*))?$/s.exec(where) ?? [];
  const modes = first === 'dev' || first === 'prod' ? ([first] as const) : [];
  return service === undefined ? { modes } : { modes, service };
}

const WORST_FIRST: readonly ReturnType<typeof kindOf>[] = ['error', 'warning', 'note', 'exception'];

/** The whole system first, then its services, those with errors before the others; within each the worst first. */
function sorted(findings: readonly ReportedFinding[], systems: readonly CheckedSystem[]): ReportedFinding[] {
  const names = [...new Set(systems.flatMap(({ services }) => services.map(({ name }) => name)))];
  const weight = (finding: ReportedFinding) => WORST_FIRST.indexOf(kindOf(finding));
  const group = ({ service }: ReportedFinding) => (service === undefined ? -1 : names.indexOf(service));
  const worst = new Map<number, number>();
  for (const finding of findings)
    worst.set(group(finding), Math.min(worst.get(group(finding)) ?? weight(finding), weight(finding)));
  const order = (finding: ReportedFinding) => [
    worst.get(group(finding)) ?? 0,
    group(finding),
    weight(finding),
  ];
  return [...findings].sort((a, b) => compare(order(a), order(b)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((value, i) => value !== b[i]);
  return different === -1 ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}
