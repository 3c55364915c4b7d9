/**
 * Measures rows, and writes the tables of docs/performance.md: `npm run bench -- [--only ROW] [--runs N] [--check]`.
 * bench/README.md says what the options are.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { slower, tableFor } from './harness/check.js';
import { describeMachine, engineVersion, loadOfEach } from './harness/machine.js';
import { lackOf } from './harness/needs.js';
import { type Measured, readResults, withRow, writeResults } from './harness/results.js';
import type { Row } from './harness/row.js';
import { withTables } from './harness/table.js';
import { takeTurns } from './harness/turns.js';
import { removeAll, Workshops } from './harness/workshop.js';
import { ROWS } from './rows/index.js';

const RESULTS = 'docs/performance.json';
const DOCUMENT = 'docs/performance.md';

const { only, runs, check } = readCall();
const chosen = only === undefined ? ROWS : ROWS.filter(({ id }) => only.includes(id));
const [engine, machine] = [engineVersion(), describeMachine()];
const known = tableFor(readResults(RESULTS), engine);
const workshops = new Workshops();
const complaints: string[] = [];
/** Ctrl-C ends the row that is measured, and what it has made is removed. */
const ending = new AbortController();
process.on('SIGINT', () => ending.abort(new Error('ended by Ctrl-C')));

try {
  for (const row of chosen) {
    if (ending.signal.aborted) break;
    const lack = await lackOf(row);
    if (lack !== undefined) console.log(`${row.id}: left out, for ${lack}`);
    else await measure(row);
  }
} finally {
  await workshops.end();
}
for (const complaint of complaints) console.log(complaint);
if (complaints.length > 0) process.exitCode = 1;

async function measure(row: Row): Promise<void> {
  console.log(`${row.id}: ${row.what}, against ${row.against}`);
  const made: string[] = [];
  const load = loadOfEach();
  try {
    const sides = await row.prepare(workshops.for(made));
    try {
      const turns = await takeTurns(row, sides, runs, (line) => console.log(`  ${line}`), ending.signal);
      report(row, { row: row.id, date: new Date().toISOString().slice(0, 10), machine, load, ...turns });
    } finally {
      await sides.end?.();
    }
  } catch (error) {
    // the others are measured all the same
    complaints.push(`${row.id} is wrong: ${(error as Error).message}`);
  } finally {
    removeAll(made);
  }
}

/** After each row, so that whoever ends a long run keeps what was measured. */
function report(row: Row, measured: Measured): void {
  if (check) {
    complaints.push(...slower(row, measured, known).map((line) => `slower: ${line}`));
    return;
  }
  const ids = ROWS.map(({ id }) => id);
  const results = withRow(readResults(RESULTS), engine, measured, ids);
  writeResults(RESULTS, results);
  writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8'), ROWS, results));
}

function readCall() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      runs: { type: 'string', default: '10' },
      check: { type: 'boolean', default: false },
    },
  });
  const only = values.only?.split(',');
  const unknown = only?.find((id) => !ROWS.some((row) => row.id === id));
  if (unknown !== undefined)
    wrongCall(`there is no row "${unknown}". Fix: use ${ROWS.map(({ id }) => id).join(', ')}`);
  if (!/^[1-9]\d*$/.test(values.runs))
    wrongCall(`--runs "${values.runs}" is not a number. Fix: use for example 10`);
  return { only, runs: Number(values.runs), check: values.check };
}

function wrongCall(problem: string): never {
  console.error(`error: ${problem}.`);
  process.exit(2);
}
