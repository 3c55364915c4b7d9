/** A copy of a system, or the system of the main checkout. */
export interface InstancePlace {
  readonly name: string;
  /** The directory of its checkout; where it was, once that is gone. */
  readonly worktree: string;
  /** Absolute. */
  readonly project: string;
  /** Absolute. */
  readonly sourceRoot: string;
  readonly isGone: boolean;
  readonly portOffset: number;
  /** Its host ports, of both modes. */
  readonly ports: readonly number[];
}
