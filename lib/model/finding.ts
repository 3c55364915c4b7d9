import { MODES } from './mode.js';

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

/**
 * The same, where several services, or both modes, have one finding: it is said once.
 * @param located the same findings with their lines @default - they have them
 */
export function formatFindings(findings: readonly Finding[], located = findings): string[] {
  const lines = new Map(findings.map((finding, i) => [finding, located[i] ?? finding]));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { where: _, ...rest } = finding;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) =>
    group[0]
      ? [
          formatFinding({
            ...(lines.get(group[0]) ?? group[0]),
            where: few(withoutModes(group.map(({ where }) => where))),
          }),
        ]
      : [],
  );
}

/** `dev/api` and `prod/api` are `api`; what is of one mode keeps its word. */
function withoutModes(places: readonly string[]): string[] {
  const all = new Set(places);
  const names = places.map((place) => {
    const [, service] = /^(?:dev|prod)\/(.*)$/s.exec(place) ?? [];
    return service !== undefined && MODES.every((mode) => all.has(`${mode}/${service}`)) ? service : place;
  });
  return [...new Set(names)];
}

/** A few names to read: `a, b, c and 4 more`. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
