/** Of the form of a plan. Whoever reads one may be of another version than who wrote it, after an update. */
const VERSION = 1;

/** What a process of its own is told of a system, as text. */
export function planText(plan: object): string {
  return JSON.stringify({ version: VERSION, ...plan });
}

/** What it is told. @returns undefined for a text that is cut off, or of another version */
export function parsePlan<T>(text: string): T | undefined {
  try {
    const plan = JSON.parse(text);
    const isWhole = typeof plan.sourceRoot === 'string' && Array.isArray(plan.services);
    return isWhole && (plan.version ?? VERSION) === VERSION ? (plan as T) : undefined;
  } catch {
    return undefined;
  }
}
