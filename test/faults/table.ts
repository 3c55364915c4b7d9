import type { Engine } from '../../lib/model/deployment.js';
import { FAULTS, type Fault, type FaultId } from './catalogue.js';
import type { FaultResult } from './results.js';

export const RELIABILITY = 'docs/reliability.md';
const BEGIN = '<!-- written by ./scripts/test.sh --faults -->';
const END = '<!-- end -->';

/** The document with the table that results make. */
export function withTable(document: string, results: readonly FaultResult[]): string {
  const [before, rest = ''] = document.split(BEGIN);
  const [, after] = rest.split(END);
  if (before === undefined || after === undefined) throw new Error(`${RELIABILITY} has no place for a table`);
  return `${before}${BEGIN}\n${table(results)}\n${END}${after}`;
}

function table(results: readonly FaultResult[]): string {
  const rows = Object.entries(FAULTS).map(([id, fault]) => {
    const cells = (['compose', 'terraform'] as const).map((engine) =>
      cell(fault, engine, of(results, id as FaultId, engine)),
    );
    return `| ${[fault.fault, fault.outcome, ...cells].join(' | ')} |`;
  });
  return [
    '| fault | what has to come of it | Compose | Terraform |',
    '|---|---|---|---|',
    ...rows,
    '',
    runs(results),
  ].join('\n');
}

function of(results: readonly FaultResult[], id: FaultId, engine: Engine): FaultResult[] {
  return results.filter((each) => each.fault === id && each.engine === engine);
}

function cell({ not }: Fault, engine: Engine, results: readonly FaultResult[]): string {
  if (results.length === 0) return not?.[engine] ? `– (${not[engine]})` : 'not run';
  if (results.some(({ passed }) => !passed)) return '**failed**';
  const sum = (of: 'times' | 'seconds') => results.reduce((all, each) => all + each[of], 0);
  const lost = results.flatMap((each) => each.lost);
  const measured = results.flatMap((each) => each.measured ?? []);
  const times = sum('times');
  return [
    `${times === 1 ? 'once' : `${times} times`} in ${sum('seconds').toFixed(0)} s, ${lost.length === 0 ? 'nothing' : lost.join(', ')} lost`,
    ...measured,
  ].join('; ');
}

/** When, and on what. */
function runs(results: readonly FaultResult[]): string {
  const all = [...new Set(results.map(({ date, on }) => `${date} (${on})`))].sort();
  return all.length === 0 ? 'No run yet.' : `Run on ${all.join(', ')}.`;
}
