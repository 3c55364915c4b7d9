import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const sample = z.object({ seconds: z.number().optional(), megabytes: z.number().optional() });

const measured = z.object({
  row: z.string(),
  /** A day: 2026-11-27. */
  date: z.string(),
  /** Processors, memory and every version, in one line. */
  machine: z.string(),
  /** What else the machine did when the row began: its load in the last minute, for each processor. */
  load: z.number(),
  ours: z.array(sample).min(1).readonly(),
  theirs: z.array(sample).min(1).readonly(),
});

const schema = z.object({ version: z.literal(1), engines: z.record(z.string(), z.array(measured)) });

/** A row as it was measured. */
export type Measured = z.infer<typeof measured>;

/** Every row as it was measured last, by the engine that ran: `20.10`. */
export type Results = z.infer<typeof schema>['engines'];

export function readResults(path: string): Results {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))).engines : {};
}

/** Each run is a line, so that a new measurement can be read as a diff. */
export function writeResults(path: string, engines: Results): void {
  const text = JSON.stringify({ version: 1, engines }, rounded, 1);
  writeFileSync(path, `${text.replaceAll(/\{\s+("(?:seconds|megabytes)"[^{}]*?)\s+\}/g, oneLine)}\n`);
}

/** A clock tells no more. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(4)) : value;
}

function oneLine(_: string, inside: string): string {
  return `{ ${inside.replaceAll(/\s*\n\s*/g, ' ')} }`;
}

/** The results with a row in the place of what it was before. @param rows the ids that there are; others are dropped */
export function withRow(results: Results, engine: string, row: Measured, rows: readonly string[]): Results {
  const others = (results[engine] ?? []).filter((each) => each.row !== row.row && rows.includes(each.row));
  const sorted = [...others, row].sort((a, b) => rows.indexOf(a.row) - rows.indexOf(b.row));
  return { ...results, [engine]: sorted };
}
