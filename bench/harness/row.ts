/** What one run of one side took. */
export interface Sample {
  readonly seconds?: number | undefined;
  /** The most memory that its largest process had, in megabytes; of an installation what it takes on the disk. */
  readonly megabytes?: number | undefined;
}

export type Quantity = keyof Sample;

/** A line of the table: one figure of a row, ours divided by theirs. */
export interface Goal {
  readonly of: Quantity;
  /** Which of the runs counts. @default median */
  readonly at?: 'median' | '95th percentile';
  /** The most that ours may be of theirs. */
  readonly atMost: number;
}

/** Both sides, made ready. What a run needs and does not count, it does before its clock starts. */
export interface Sides {
  readonly ours: () => Promise<Sample>;
  readonly theirs: () => Promise<Sample>;
  /** Looks, after each run of ours, whether it did what it claims. @throws Error where it did not: then the figure is worth nothing */
  readonly holds: () => Promise<void> | void;
  /** Removes what was made. */
  readonly end?: () => Promise<void> | void;
}

/** What is measured against what, in turns. */
export interface Row {
  /** By which `--only` finds it. */
  readonly id: string;
  readonly what: string;
  readonly against: string;
  readonly goals: readonly Goal[];
  /** What it needs beside Node. @default - nothing */
  readonly needs?: readonly Need[];
  /** Runs that are not counted: they fill caches. @default 1 */
  readonly warmUp?: number;
  readonly prepare: (workshop: Workshop) => Promise<Sides>;
}

export type Need = 'engine' | 'second engine' | 'fresh machine' | 'compose' | 'terraform' | 'linters';

/** Where rows make what they measure. */
export interface Workshop {
  /** A new empty directory; gone when the row has ended. */
  directory(): string;
  /**
   * Something that several rows use, made by the first of them.
   * @param end removes after the last row what is not in the directory @default - nothing is
   */
  once<T>(
    name: string,
    make: (directory: string) => Promise<T>,
    end?: (made: T) => Promise<void>,
  ): Promise<T>;
}
