import type { LogLine } from '../engine/container-log.js';

/** Milliseconds: a container writes two streams, so that its log may have an earlier line later. */
const OVERLAP = 1000;

/**
 * Which lines of a container were shown: where its log is read on after it was interrupted, no line is lost, and none comes
 * twice. Remembers those of the last seconds alone.
 */
export class ShownLines {
  private latest = '';
  /** Time → how many lines of it were shown. */
  private readonly recent = new Map<string, number>();

  /** @param begin where the reading begins @default - with the log */
  constructor(private readonly begin: string | undefined) {}

  /** Where to read on. */
  get since(): string | undefined {
    if (this.latest === '') return this.begin;
    const overlap = earlier(this.latest, OVERLAP);
    return this.begin !== undefined && this.begin > overlap ? this.begin : overlap;
  }

  /** Reads on: which lines from `since` on were not shown yet. */
  again(): (line: LogLine) => boolean {
    const shown = new Map(this.recent);
    return (line) => {
      const left = shown.get(line.time) ?? 0;
      if (left > 0) shown.set(line.time, left - 1);
      return left === 0;
    };
  }

  note(line: LogLine): void {
    this.recent.set(line.time, (this.recent.get(line.time) ?? 0) + 1);
    if (line.time <= this.latest) return;
    const isNewSecond = second(line.time) !== second(this.latest);
    this.latest = line.time;
    if (isNewSecond) this.forget(earlier(line.time, 2 * OVERLAP));
  }

  private forget(before: string): void {
    for (const time of this.recent.keys()) if (time < before) this.recent.delete(time);
  }
}

function second(time: string): string {
  return time.slice(0, 19);
}

/** A time some milliseconds before another. */
function earlier(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) - milliseconds).toISOString();
}
