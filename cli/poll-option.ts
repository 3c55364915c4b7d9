import { UsageError } from '../lib/model/user-error.js';
import { POLL } from '../lib/model/watch.js';

export const POLL_HELP = 'check the files every so many milliseconds, where file events do not arrive';

/** `--poll`, `--poll 200`. @throws UsageError for what is not a number of milliseconds */
export function pollOption(value: string | undefined): number {
  if (value === undefined || value === '') return POLL;
  const milliseconds = Number(value);
  if (Number.isInteger(milliseconds) && milliseconds >= 50) return milliseconds;
  throw new UsageError(
    `--poll "${value}" is not a number of milliseconds, 50 or more`,
    'use for example --poll 500',
  );
}
