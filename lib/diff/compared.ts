import type { SystemSpec } from '../model/service-spec.js';
import type { SystemDiff } from './system-diff.js';

/** A comparison with its first line, and with what was compared. */
export interface Compared {
  readonly diff: SystemDiff;
  readonly verdict: string;
  /** With what it was compared, and how: a sentence each. */
  readonly remarks: readonly string[];
  /** The systems that it is about, as they are now. */
  readonly systems: readonly SystemSpec[];
}
