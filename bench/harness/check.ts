import type { Measured, Results } from './results.js';
import type { Goal, Row } from './row.js';
import { compare } from './statistics.js';

/** What a ratio may be of the one in the table before it is called slower. */
const TOLERANCE = 1.15;

/**
 * The lines in which a row has become slower than the table says, each as a sentence.
 * @param known the table's rows, of the engine that it is compared with
 */
export function slower(row: Row, now: Measured, known: readonly Measured[]): string[] {
  const before = known.find((each) => each.row === row.id);
  if (!before) return [];
  return row.goals.flatMap((goal) => {
    const [was, is] = [compare(goal, before).ratio, compare(goal, now).ratio];
    if (is <= was * TOLERANCE) return [];
    return [`${row.id}, ${figureOf(goal)}: ${is.toFixed(2)} × and was ${was.toFixed(2)} ×`];
  });
}

/** The table that an engine is compared with: its own, else that of the newest one. */
export function tableFor(results: Results, engine: string): readonly Measured[] {
  const newest = Object.keys(results).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))[0] ?? '';
  return results[engine] ?? results[newest] ?? [];
}

function figureOf({ of, at }: Goal): string {
  const name = of === 'seconds' ? 'time' : 'size';
  return at === undefined || at === 'median' ? name : `${name} at its ${at}`;
}
