import { UsageError } from '../lib/model/user-error.js';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A moment, as RFC 3339 in UTC: `10m` is ten minutes ago.
 * @throws UsageError for what is neither a time nor a duration
 */
export function sinceOption(value: string, now = Date.now()): string {
  if (/^(\d+[smhd])+$/.test(value)) {
    const parts = [...value.matchAll(/(\d+)([smhd])/g)];
    const seconds = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
    return new Date(now - seconds * 1000).toISOString();
  }
  const time = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new UsageError(
    `--since "${value}" is neither a duration nor a time`,
    'use for example --since 10m, or --since 2030-01-31T08:00',
  );
}
