/** An error ends the run; a warning is shown; a note says what could not be proven. */
export type Severity = 'error' | 'warning' | 'note';

/** What a rule found wrong. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  /** Where: `dev/order-service`, `dev` for a whole system, `system` for what stands between the modes. */
  readonly where: string;
  /** The attribute, as a path: `mounts[/app/data]`. */
  readonly at: string;
  readonly problem: string;
  readonly fix: string;
  /** What it comes from, where several services have one cause: it is told once for all of them. */
  readonly cause?: string;
  /** The line that it comes from, where the rule knows it: of a Dockerfile or of source code. */
  readonly place?: SourcePlace;
  /** The reason with which the model declares it: it is shown, and no error. */
  readonly exception?: string;
}

export interface SourcePlace {
  /** Relative to the source root, or absolute where outside it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Whether it ends the run. */
export function isError({ severity, exception }: Finding): boolean {
  return severity === 'error' && exception === undefined;
}

/** One line to read: `[dev/order-service] rule-id: mounts[/app/data]: problem (api/Dockerfile:3). Fix: fix.` */
export function formatFinding({ rule, where, at, problem, fix, place }: Finding): string {
  const line = place ? ` (${place.file}:${place.line})` : '';
  return `[${where}] ${rule}: ${at}: ${problem}${line}. Fix: ${fix}.`;
}
