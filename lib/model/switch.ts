import { type Conventions, environmentName } from './conventions.js';
import { UsageError } from './user-error.js';

/** What people turn on by 1 and off by 0 in the environment, and whether it is on by itself. */
const SWITCHES = {
  WITH_DEPENDENTS: false,
  ADOPT: false,
  REPLACE: false,
  GATEWAY: false,
  OPEN_PORTS: false,
  KEEP_FAILED: false,
  HEAL: true,
} as const;

/**
 * Whether one of them is on.
 * @throws UsageError for a value that is neither 1 nor 0
 */
export function isOn(
  conventions: Conventions,
  word: keyof typeof SWITCHES,
  environment: NodeJS.ProcessEnv,
): boolean {
  const variable = environmentName(conventions, word);
  const value = environment[variable] || undefined;
  if (value !== undefined && value !== '1' && value !== '0')
    throw new UsageError(
      `${variable} "${value}" is neither 1 nor 0`,
      `use 1 to turn it on, 0 to turn it off; ${SWITCHES[word] ? 1 : 0} is what it is without it`,
    );
  return value === undefined ? SWITCHES[word] : value === '1';
}

/** @throws UsageError for the first that has another value: before anything is done */
export function requireSwitches(conventions: Conventions, environment: NodeJS.ProcessEnv): void {
  for (const word of Object.keys(SWITCHES) as (keyof typeof SWITCHES)[]) isOn(conventions, word, environment);
}
