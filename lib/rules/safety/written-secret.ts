import type { EnvironmentValue } from '../../model/environment.js';
import type { ServiceClaim } from '../rule.js';
import { ELSEWHERE, hasSecret, isSecret } from './secret-texts.js';

/** What a value has of a password in plain text: it is one, one is in it, or one takes the place of a variable. */
type Found = 'is' | 'has' | 'falls back';

const SAID: Readonly<Record<Found, string>> = {
  is: 'is in plain text',
  has: 'has a password in plain text',
  'falls back': 'falls back to a password in plain text',
};

/** A text of a service, and how a finding speaks of it. */
export interface WrittenText {
  readonly at: string;
  /** As the files have it: what a variable has here is not a password in them. */
  readonly value: EnvironmentValue;
  /** @default - it has none that could say what it is */
  readonly name?: string;
  /** What the problem begins with. @default - `at` says it */
  readonly subject?: string;
  readonly fix: string;
}

/** That a text has a password in plain text; a fallback is a warning, for it need not be what runs. */
export function secretClaims({ at, value, name, subject, fix }: WrittenText): ServiceClaim[] {
  const found = passwordIn(value, name);
  if (found === undefined) return [];
  const problem = `${subject === undefined ? '' : `${subject} `}${SAID[found]}`;
  return found === 'falls back'
    ? [{ at, severity: 'warning', problem, fix: 'remove the fallback', cause: JSON.stringify(value) }]
    : [{ at, problem, fix }];
}

function passwordIn(value: EnvironmentValue, name: string | undefined): Found | undefined {
  const isOne = (text: string) => name !== undefined && !text.includes(ELSEWHERE) && isSecret(name, text);
  const plain = written(value, () => ELSEWHERE);
  if (isOne(plain)) return 'is';
  if (hasSecret(plain)) return 'has';
  const usual = written(value, (fallback) => fallback ?? ELSEWHERE);
  return isOne(usual) || hasSecret(usual) ? 'falls back' : undefined;
}

/** The text of a value, with something else for what a variable or secret gives. */
function written(value: EnvironmentValue, other: (fallback: string | undefined) => string): string {
  return value
    .map((part) => (typeof part === 'string' ? part : other('fallback' in part ? part.fallback : undefined)))
    .join('');
}
