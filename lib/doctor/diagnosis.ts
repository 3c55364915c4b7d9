/** What is known of one thing that the system needs of its machine. */
export interface Diagnosis {
  /** What was looked at: `disk`. */
  readonly check: string;
  /** A warning stands in no command's way yet. */
  readonly state: 'ok' | 'warning' | 'error';
  /** What was found, one clause. */
  readonly says: string;
  /** What is to be typed or done. @default - nothing is wrong */
  readonly cure?: string;
  /** What that does. */
  readonly does?: string;
}

/** How something is mended: what is to be typed or done, and what that does. */
export type Cure = readonly [cure: string, does: string];

export function fine(check: string, says: string): Diagnosis {
  return { check, state: 'ok', says };
}

export function wrong(
  check: string,
  state: 'warning' | 'error',
  says: string,
  [cure, does]: Cure,
): Diagnosis {
  return { check, state, says, cure, does };
}
