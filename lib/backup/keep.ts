import { z } from 'zod';
import { stampOf } from '../model/backup.js';
import type { Deployment } from '../model/deployment.js';
import { UsageError } from '../model/user-error.js';
import { backupTag, listBackups, systemTag } from './manifest.js';
import type { Restic } from './restic.js';

/** How many backups are kept beside those of the last two days: one of each day, week and month that has any. */
export interface Policy {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

export const USUAL_POLICY: Policy = { daily: 7, weekly: 5, monthly: 12 };

/** `7,5,12` → how many of days, weeks and months. @throws UsageError for anything else */
export function policyOption(value: string): Policy {
  const [, daily, weekly, monthly] = /^(\d{1,4}),(\d{1,4}),(\d{1,4})$/.exec(value) ?? [];
  if (Number(daily) > 0) return { daily: Number(daily), weekly: Number(weekly), monthly: Number(monthly) };
  throw new UsageError(
    `--keep "${value}" does not say how many days, weeks and months`,
    'use for example --keep 7,5,12',
  );
}

const DAY = 24 * 3600 * 1000;

const forgotten = z.array(z.object({ remove: z.array(z.object({ id: z.string() })).nullable() }));

/**
 * Removes the backups that a policy does not keep, and what others have left that did not come to their end.
 * @returns the names of the backups that were removed
 */
export async function keepBy(
  restic: Restic,
  deployment: Deployment,
  { daily, weekly, monthly }: Policy,
  now = new Date(),
): Promise<string[]> {
  const backups = await listBackups(restic, deployment);
  const text = await restic.run(
    ...['forget', '--dry-run', '--json', '--group-by', '', '--tag', `${systemTag(deployment)},manifest`],
    // one that is taken after a mistake must not take the place of the one before it
    ...['--keep-within', '2d', '--keep-daily', String(daily)],
    ...['--keep-weekly', String(weekly), '--keep-monthly', String(monthly)],
  );
  // below the JSON there may be words
  const groups = forgotten.parse(JSON.parse(text.split('\n')[0] || '[]'));
  const ids = new Set(groups.flatMap(({ remove }) => (remove ?? []).map(({ id }) => id)));
  const going = backups.filter(({ snapshot }) => ids.has(snapshot.id));
  const tags = (of: typeof backups) => new Set(of.map(({ id }) => backupTag(id)));
  const [gone, kept] = [tags(going), tags(backups.filter((each) => !going.includes(each)))];
  // what has begun since may be another program's that is at it
  const yesterday = backupTag(stampOf(new Date(now.getTime() - DAY)));
  const isUseless = (tag: string) =>
    gone.has(tag) || (tag.startsWith(backupTag('')) && !kept.has(tag) && tag < yesterday);
  const all = await restic.snapshots(systemTag(deployment));
  const useless = all.filter(({ tags }) => tags.some(isUseless)).map(({ id }) => id);
  if (useless.length > 0) await restic.run('forget', '--prune', ...useless);
  return going.map(({ id }) => id);
}
