import type { Goal, Quantity, Sample } from './row.js';

/** The value below which a share of all values lies, between two of them by their distance. @param share 0 to 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** One side in short. */
export interface Spread {
  /** The median, or what a goal says in its place. */
  readonly value: number;
  /** Between them lies the middle half of all runs. */
  readonly low: number;
  readonly high: number;
}

export interface Compared {
  readonly ours: Spread;
  readonly theirs: Spread;
  /** Ours divided by theirs. */
  readonly ratio: number;
}

/** What the runs of both sides say of a goal. */
export function compare(
  goal: Goal,
  { ours, theirs }: { readonly ours: readonly Sample[]; readonly theirs: readonly Sample[] },
): Compared {
  const both = {
    ours: spread(goal, valuesOf(ours, goal.of)),
    theirs: spread(goal, valuesOf(theirs, goal.of)),
  };
  return { ...both, ratio: both.ours.value / both.theirs.value };
}

function spread({ at = 'median' }: Goal, values: readonly number[]): Spread {
  return {
    value: quantile(values, at === 'median' ? 0.5 : 0.95),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
  };
}

function valuesOf(samples: readonly Sample[], quantity: Quantity): number[] {
  return samples.flatMap((sample) => sample[quantity] ?? []);
}
