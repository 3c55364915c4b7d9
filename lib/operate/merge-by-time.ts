import type { LogLine } from '../engine/container-log.js';

/** Lines of several streams, each in the order of time, as one. Holds no more than a line of each. */
export async function* mergeByTime(streams: readonly AsyncIterable<LogLine>[]): AsyncGenerator<LogLine> {
  const sources = streams.map((stream) => stream[Symbol.asyncIterator]());
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let earliest = -1;
    let line: LogLine | undefined;
    for (const [i, head] of heads.entries())
      if (!head.done && (line === undefined || head.value.time < line.time)) {
        earliest = i;
        line = head.value;
      }
    const source = sources[earliest];
    if (line === undefined || !source) return;
    yield line;
    heads[earliest] = await source.next();
  }
}

/** Milliseconds that a line waits for earlier ones of other containers. */
const WINDOW = 150;

/**
 * Puts lines that come as they are written in the order of time: the programs that read them are not equally fast. One that
 * comes later than the window is said when it comes, never kept back.
 */
export class InOrder {
  private waiting: { readonly line: LogLine; readonly came: number }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly say: (line: LogLine) => void) {}

  add(line: LogLine): void {
    this.waiting.push({ line, came: Date.now() });
    this.timer ??= setTimeout(() => this.flush(Date.now() - WINDOW), WINDOW);
  }

  /** Says all that came until a moment, and whatever is earlier than that. */
  private flush(moment: number): void {
    this.timer = undefined;
    const times = this.waiting.filter(({ came }) => came <= moment).map(({ line }) => line.time);
    const last = times.reduce((latest, time) => (time > latest ? time : latest), '');
    const due = this.waiting.filter(({ line }) => line.time <= last);
    this.waiting = this.waiting.filter(({ line }) => line.time > last);
    due.sort((a, b) => (a.line.time < b.line.time ? -1 : a.line.time > b.line.time ? 1 : 0));
    for (const { line } of due) this.say(line);
    if (this.waiting.length > 0) this.timer = setTimeout(() => this.flush(Date.now() - WINDOW), WINDOW / 3);
  }

  /** Says all that is left. */
  end(): void {
    clearTimeout(this.timer);
    this.flush(Number.POSITIVE_INFINITY);
  }
}
