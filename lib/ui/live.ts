import { Outbox } from './outbox.js';

/** What the page is told: the newest of a kind says all of it. */
export interface Told {
  readonly event: string;
  /** JSON. */
  readonly data: string;
}

/** Finds out about one thing again and again, until the signal; begun when somebody looks, and ended when nobody does. */
export type Source = (tell: (value: unknown) => void, signal: AbortSignal) => Promise<void>;

/** Kinds are few, and of each only the newest waits. */
const MOST = 100;

/** What everybody who has the page open is told. Nothing is looked at while nobody has. */
export class Live {
  private readonly readers = new Set<Outbox<Told>>();
  private readonly newest = new Map<string, string>();
  private looking: AbortController | undefined;

  /** @param sources event → what tells it */
  constructor(private readonly sources: Readonly<Record<string, Source>>) {}

  /** Somebody looks: what is known is told at once. */
  join(): Outbox<Told> {
    const reader = new Outbox<Told>(MOST);
    for (const [event, data] of this.newest) reader.push({ event, data }, event);
    this.readers.add(reader);
    this.looking ??= this.look();
    return reader;
  }

  leave(reader: Outbox<Told>): void {
    reader.end();
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    this.looking?.abort();
    this.looking = undefined;
  }

  /** Tells everybody, unless it is what they know. */
  tell(event: string, value: unknown): void {
    const data = JSON.stringify(value);
    if (this.newest.get(event) === data) return;
    this.newest.set(event, data);
    for (const reader of this.readers) reader.push({ event, data }, event);
  }

  /** How many messages are held, waiting ones too. */
  get held(): number {
    return this.newest.size + [...this.readers].reduce((sum, reader) => sum + reader.held, 0);
  }

  end(): void {
    for (const reader of this.readers) this.leave(reader);
  }

  private look(): AbortController {
    const looking = new AbortController();
    const { signal } = looking;
    for (const [event, source] of Object.entries(this.sources)) {
      const tell = (value: unknown) => {
        if (!signal.aborted) this.tell(event, value);
      };
      // a source says itself what it cannot find out
      void source(tell, signal).catch((error: Error) => tell({ problem: error.message }));
    }
    return looking;
  }
}
