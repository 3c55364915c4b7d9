/** The ways in which editors and git save. */
export const SAVES = ['in place', 'by rename', 'by git checkout'] as const;
export type Save = (typeof SAVES)[number];

/** What became of one save of one live path. */
export interface SaveResult {
  readonly save: Save;
  /** From the save until the last service showed it; undefined where one did not. */
  readonly seconds?: number;
  /** Service and what it lacks. */
  readonly problem?: string;
}

/** A live path, relative to the source root, and who mounts it. */
export interface ProbeResult {
  readonly path: string;
  readonly services: readonly string[];
  readonly saves: readonly SaveResult[];
}

export function failedSaves(results: readonly ProbeResult[]): number {
  return results.flatMap(({ saves }) => saves).filter(({ problem }) => problem !== undefined).length;
}

/** `ok order-service/main.py: in place 0.9 s, by rename 1.0 s, by git checkout 0.9 s`, or a line for each problem. */
export function formatProbe({ path, saves }: ProbeResult): string {
  const problems = saves.filter(({ problem }) => problem !== undefined);
  if (problems.length > 0)
    return [`  ${path}:`, ...problems.map(({ save, problem }) => `    saved ${save}: ${problem}`)].join('\n');
  return `  ok ${path}: ${saves.map(({ save, seconds }) => `${save} ${seconds?.toFixed(1)} s`).join(', ')}`;
}
