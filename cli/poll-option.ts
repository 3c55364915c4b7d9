import { UserError } from '../lib/model/user-error.js';
import { POLL } from '../lib/model/watch.js';

export const POLL_HELP = 'look at the files every so many milliseconds, where events of them do not arrive';

/** `--poll`, `--poll 200`. @throws UserError for what is no number of milliseconds */
export function pollOption(value: string | undefined): number {
  if (value === undefined || value === '') return POLL;
  const milliseconds = Number(value);
  if (Number.isInteger(milliseconds) && milliseconds >= 50) return milliseconds;
  throw new UserError(
    `--poll "${value}" is no number of milliseconds, 50 or more`,
    'use for example --poll 500',
  );
}
