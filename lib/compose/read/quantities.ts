import type { Attributes } from './attributes.js';

const UNITS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** A duration in seconds, as Go writes them: `1h5m30s20ms`. */
export function seconds(from: Attributes, key: string): number | undefined {
  const leaf = from.leaf(key);
  if (!leaf || leaf.text === '') return undefined;
  const found = durationSeconds(leaf.text);
  if (found === undefined)
    return from.log.problem(leaf.place, `${from.name(key)} "${leaf.text}" is not a duration: 1m30s`);
  return found;
}

/** The same of a text; undefined for one that is none. */
export function durationSeconds(text: string): number | undefined {
  if (!/^(\d+(\.\d*)?(h|ms|m|s|us|µs|ns))+$|^0$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d*)?)([a-zµ]+)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** A size in MiB, as Docker writes them: `64m`, `1.5gb`, or bytes. */
export function mebibytes(text: string | undefined): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?) ?([bkmgt]?)i?b?$/i.exec(text ?? '') ?? [];
  return count === undefined ? undefined : (Number(count) * (SIZES[unit.toLowerCase()] ?? 1)) / 1024 ** 2;
}
