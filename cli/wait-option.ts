import { secondsOf } from '../lib/deploy/wait-limit.js';
import { UsageError } from '../lib/model/user-error.js';

export const WAIT_HELP = 'how long to wait for a slow service that is at work; 900 if not given';

/** @throws UsageError for what is not a number of seconds */
export function waitOption(value: string): number {
  const seconds = secondsOf(value);
  if (seconds !== undefined) return seconds;
  throw new UsageError(
    `--wait-timeout "${value}" is not a number of seconds`,
    'use for example --wait-timeout 1800',
  );
}
