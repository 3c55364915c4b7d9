import type { Finding, SourcePlace } from '../model/finding.js';
import type { Mode } from '../model/mode.js';

/** A finding and the line that it comes from; what has one cause is one, in however many services and in both modes. */
export interface ReportedFinding extends Omit<Finding, 'where' | 'place' | 'cause'> {
  /** Where it applies; empty for a difference between the modes. */
  readonly modes: readonly Mode[];
  /** @default - it is of the whole system */
  readonly service?: string;
  /** The path is absolute. */
  readonly place: SourcePlace;
  /** Further services with the same cause. */
  readonly alsoIn: readonly string[];
  /** Their lines, and that of the other mode. */
  readonly alsoAt: readonly SourcePlace[];
  /** The same for all that comes of one cause, in every run. */
  readonly cause: string;
  /** Of each finding that is in it: what a baseline accepts. */
  readonly fingerprints: readonly string[];
}
