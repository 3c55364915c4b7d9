import { type Conventions, environmentName } from '../model/conventions.js';
import { UsageError } from '../model/user-error.js';

/** Seconds for which a service is waited for at most, while it works: on two cores at load 20 the slowest took seven minutes. */
const WAIT_LIMIT = 900;

/** What sets it for both engines, and for every start of a machine. */
export function waitLimitVariable(conventions: Conventions): string {
  return environmentName(conventions, 'WAIT_TIMEOUT');
}

/**
 * Seconds for which each service is waited for at most.
 * @param option what the command line says @default - the environment, then 900
 * @throws UsageError where the environment's is no number of seconds
 */
export function waitLimit(
  conventions: Conventions,
  option?: number,
  environment: NodeJS.ProcessEnv = process.env,
): number {
  if (option !== undefined) return option;
  const variable = waitLimitVariable(conventions);
  const text = environment[variable] || String(WAIT_LIMIT);
  const seconds = secondsOf(text);
  if (seconds === undefined)
    throw new UsageError(`${variable} "${text}" is not a number of seconds`, 'use for example 1800');
  return seconds;
}

/** @returns undefined where the text is no number of seconds */
export function secondsOf(text: string): number | undefined {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
