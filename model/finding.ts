/** What a rule found wrong. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  /** Where: `dev/asset-service`, or `dev` for the whole system. */
  readonly where: string;
  /** The attribute, as a path: `mounts[/app/data]`. */
  readonly at: string;
  readonly problem: string;
  readonly fix: string;
}

/** One line to read: `[dev/asset-service] rule-id: mounts[/app/data]: problem. Fix: fix.` */
export function formatFinding({ rule, where, at, problem, fix }: Finding): string {
  return `[${where}] ${rule}: ${at}: ${problem}. Fix: ${fix}.`;
}
