import type { Measured } from '../../bench/harness/results.js';
import type { Row } from '../../bench/harness/row.js';

/** A row that nobody prepares. */
export function row(id: string, goals: Row['goals'] = [{ of: 'seconds', atMost: 0.5 }]): Row {
  const prepare = () => Promise.reject(new Error('is not run'));
  return { id, what: `what ${id} does`, against: 'another way', goals, prepare };
}

/** A row as it was measured, each side in so many seconds, ten times. */
export function measured(id: string, ours: number, theirs: number, more: Partial<Measured> = {}): Measured {
  const runs = (seconds: number) => Array.from({ length: 10 }, () => ({ seconds }));
  const where = { date: '2030-01-31', machine: 'a machine', load: 0.1 };
  return { row: id, ...where, ours: runs(ours), theirs: runs(theirs), ...more };
}
