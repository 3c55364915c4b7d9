import type { ComposeAttributes } from '../../model/compose-attributes.js';

/** Lists of a program's words: a later one takes the place of an earlier one. */
const WORDS = new Set(['command', 'entrypoint', 'test']);

/** What is written, with attributes laid over it as Compose lays a second file over a first. */
export function laidOver(
  written: Readonly<Record<string, unknown>>,
  over: ComposeAttributes = {},
): Record<string, unknown> {
  const all = new Map(Object.entries(written));
  for (const [key, value] of Object.entries(over)) {
    const before = all.get(key);
    if (isTable(before) && isTable(value)) all.set(key, laidOver(before, value));
    else if (Array.isArray(before) && Array.isArray(value) && !WORDS.has(key))
      all.set(key, [...before, ...value]);
    else all.set(key, value);
  }
  return Object.fromEntries(all);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
