import type { Row, Sample, Sides } from './row.js';

/** What both sides took, run by run. */
export interface Turns {
  readonly ours: readonly Sample[];
  readonly theirs: readonly Sample[];
}

/**
 * Runs both sides in turns, so that whatever else the machine does meets both; who begins changes with each turn.
 * @param say is told how each turn went
 * @param ended ends it before the next run
 */
export async function takeTurns(
  { warmUp = 1 }: Pick<Row, 'warmUp'>,
  sides: Sides,
  runs: number,
  say: (line: string) => void,
  ended?: AbortSignal,
): Promise<Turns> {
  const ours: Sample[] = [];
  const theirs: Sample[] = [];
  for (let run = -warmUp; run < runs; run++) {
    const took: { ours?: Sample; theirs?: Sample } = {};
    const order = run % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
    for (const side of order) {
      ended?.throwIfAborted();
      took[side] = await sides[side]();
      if (side === 'ours') await sides.holds();
    }
    if (run < 0 || !took.ours || !took.theirs) continue;
    ours.push(took.ours);
    theirs.push(took.theirs);
    say(`${run + 1} of ${runs}: ours ${short(took.ours)}, theirs ${short(took.theirs)}`);
  }
  return { ours, theirs };
}

function short({ seconds, megabytes }: Sample): string {
  return [
    ...(seconds === undefined ? [] : [`${seconds.toFixed(3)} s`]),
    ...(megabytes === undefined ? [] : [`${megabytes.toFixed(0)} MB`]),
  ].join(', ');
}
