import type { LogLine } from '../engine/container-log.js';
import { Outbox } from './outbox.js';
import { Recent } from './recent.js';

/** Follows the log of one service, whether it is restarted or replaced, from its last lines on, until the signal. */
export type FollowLog = (service: string, say: (line: LogLine) => void, signal: AbortSignal) => Promise<void>;

/** What is kept of each service that is read. */
const KEPT = { items: 500, size: 256 * 1024 };
/** Characters of a line that are shown. */
const LONGEST = 8192;
/** Lines that wait for a reader. */
const WAITING = 5000;
/** Milliseconds for which a log is read on after its last reader: who chooses another service may be back at once. */
const LINGER = 3000;

/** A line that it is said of instead of one of the service's own. */
interface Feed {
  readonly recent: Recent<LogLine>;
  readonly readers: Set<Outbox<LogLine>>;
  readonly ending: AbortController;
  closing: NodeJS.Timeout | undefined;
}

/** The logs that somebody reads: each is read once, by however many it is shown. */
export class LogFeeds {
  private readonly feeds = new Map<string, Feed>();

  constructor(
    private readonly follow: FollowLog,
    private readonly linger = LINGER,
  ) {}

  /** The last lines of some services in the order of time, and what they write from now on. */
  open(services: readonly string[]): Outbox<LogLine> {
    const reader = new Outbox<LogLine>(WAITING);
    const feeds = [...new Set(services)].map((service) => this.feedOf(service));
    const known = feeds.flatMap(({ recent }) => recent.all);
    known.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    for (const line of known) reader.push(line);
    for (const feed of feeds) {
      clearTimeout(feed.closing);
      feed.readers.add(reader);
    }
    return reader;
  }

  close(reader: Outbox<LogLine>): void {
    reader.end();
    for (const [service, feed] of this.feeds) {
      if (!feed.readers.delete(reader) || feed.readers.size > 0) continue;
      feed.closing = setTimeout(() => this.drop(service, feed), this.linger);
    }
  }

  /** How many lines are held, waiting ones too. */
  get held(): number {
    const feeds = [...this.feeds.values()];
    const readers = new Set(feeds.flatMap((feed) => [...feed.readers]));
    const waiting = [...readers].reduce((sum, reader) => sum + reader.held, 0);
    return waiting + feeds.reduce((sum, { recent }) => sum + recent.held, 0);
  }

  /** How many logs are read. */
  get read(): number {
    return this.feeds.size;
  }

  end(): void {
    for (const [service, feed] of this.feeds) {
      for (const reader of feed.readers) reader.end();
      this.drop(service, feed);
    }
  }

  private drop(service: string, feed: Feed): void {
    clearTimeout(feed.closing);
    feed.ending.abort();
    if (this.feeds.get(service) === feed) this.feeds.delete(service);
  }

  private feedOf(service: string): Feed {
    const known = this.feeds.get(service);
    if (known) return known;
    const feed: Feed = {
      recent: new Recent<LogLine>(KEPT, ({ text }) => text.length),
      readers: new Set(),
      ending: new AbortController(),
      closing: undefined,
    };
    this.feeds.set(service, feed);
    const say = (line: LogLine) => {
      const shown = line.text.length > LONGEST ? { ...line, text: `${line.text.slice(0, LONGEST)}…` } : line;
      feed.recent.add(shown);
      for (const reader of feed.readers) reader.push(shown);
    };
    const over = (text: string) => {
      if (feed.ending.signal.aborted) return;
      say({ time: new Date().toISOString(), service, text });
      // the next reader begins anew
      this.feeds.delete(service);
    };
    void this.follow(service, say, feed.ending.signal).catch((error: Error) => over(error.message));
    return feed;
  }
}
