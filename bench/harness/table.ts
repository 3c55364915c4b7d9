import type { Measured, Results } from './results.js';
import type { Goal, Row } from './row.js';
import { type Compared, compare, type Spread } from './statistics.js';

const BEGIN = '<!-- written by npm run bench -->';
const END = '<!-- end -->';

/** The document with the tables in the place of those that it has. */
export function withTables(document: string, rows: readonly Row[], results: Results): string {
  const [before, rest] = document.split(`${BEGIN}\n`);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the document has no ${BEGIN} and ${END}`);
  const engines = Object.keys(results).sort((a, b) => Number.parseFloat(a) - Number.parseFloat(b));
  const tables = engines.map((engine) => tableOf(engine, rows, results[engine] ?? []));
  return `${before}${BEGIN}\n\n${tables.join('\n\n')}\n\n${END}${after}`;
}

function tableOf(engine: string, rows: readonly Row[], measured: readonly Measured[]): string {
  return [
    `### Docker Engine ${engine}`,
    '',
    ...machines(measured),
    '',
    '| row | what | against | ours | theirs | ratio | goal | |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.flatMap((row) => row.goals.map((goal) => line(row, goal, measured))),
  ].join('\n');
}

function line(row: Row, goal: Goal, measured: readonly Measured[]): string {
  const { id, what, against } = row;
  const found = measured.find((each) => each.row === id);
  const place = goal.at === undefined || goal.at === 'median' ? '' : `, ${goal.at}`;
  const start = `| \`${id}\` | ${what}${place} | ${against} |`;
  if (!found) return `${start} | | | ≤ ${goal.atMost} × | not measured |`;
  const compared = compare(goal, found);
  return `${start} ${cells(goal, compared, found)} | ≤ ${goal.atMost} × | ${verdict(goal, compared)} |`;
}

function cells(goal: Goal, { ours, theirs, ratio }: Compared, { ours: runs }: Measured): string {
  const few = runs.length < 10 ? ` (${runs.length} runs)` : '';
  return `${shown(goal, ours)} | ${shown(goal, theirs)} | **${ratio.toFixed(2)} ×**${few}`;
}

function verdict({ atMost }: Goal, { ratio }: Compared): string {
  return ratio <= atMost ? 'reached' : 'not reached';
}

/** `1.02 s (0.98–1.10)` */
function shown({ of }: Goal, { value, low, high }: Spread): string {
  const digits = of === 'megabytes' || value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
  const text = (number: number) => number.toFixed(digits);
  return `${text(value)} ${of === 'seconds' ? 's' : 'MB'} (${text(low)}–${text(high)})`;
}

/** The machines that the rows were measured on, with the days, and the load that they began under. */
function machines(measured: readonly Measured[]): string[] {
  const lines = [...new Set(measured.map(({ machine }) => machine))].map((machine) => {
    const own = measured.filter((each) => each.machine === machine);
    const days = [...new Set(own.map(({ date }) => date))].sort().join(', ');
    const load = Math.max(...own.map((each) => each.load)).toFixed(1);
    return `${days}, ${own.length} rows: ${machine}. A row began at a load of ${load} for each processor, or less.`;
  });
  return lines.length > 0 ? lines : ['Not measured yet.'];
}
