import { describe, expect, it } from 'vitest';
import { Live } from '../../lib/ui/live.js';
import { type FollowLog, LogFeeds } from '../../lib/ui/log-feeds.js';
import { Outbox } from '../../lib/ui/outbox.js';
import { Works } from '../../lib/ui/works.js';
import { logLine } from './parts.js';

const SECONDS = 86_400;

describe('a day of events', () => {
  it('is held by nobody who sleeps: the newest of each kind alone waits', () => {
    const live = new Live({});
    const readers = [...Array(20)].map(() => live.join());
    for (let second = 0; second < SECONDS; second++) {
      live.tell('usage', [{ service: 'api', cpu: `${second % 100}.00%` }]);
      if (second % 10 === 0) live.tell('system', { second });
      live.tell('edits', { edits: [{ time: second }] });
    }
    // three kinds: once known, and once for each reader
    expect(live.held).toBe(3 + 3 * 20);
    for (const reader of readers) live.leave(reader);
  });

  it('of logs leaves the last lines of each service, and of each reader what it may still take', () => {
    let say: ((line: ReturnType<typeof logLine>) => void)[] = [];
    const follow: FollowLog = (_, saying) => {
      say = [...say, saying];
      return new Promise(() => {});
    };
    const feeds = new LogFeeds(follow);
    const reader = feeds.open(['api', 'web']);
    for (let second = 0; second < SECONDS; second++)
      for (const [i, each] of say.entries())
        for (const part of [0, 1]) each(logLine(['api', 'web'][i] ?? '', 2 * second + part));
    // 345,600 lines were written
    expect(say).toHaveLength(2);
    expect(feeds.held).toBe(2 * 500 + 5000);
    expect(reader.held).toBe(5000);
    feeds.end();
  });

  it('of long lines is held by its length, too', () => {
    let say: (line: ReturnType<typeof logLine>) => void = () => {};
    const feeds = new LogFeeds((_, saying) => {
      say = saying;
      return new Promise(() => {});
    });
    feeds.close(feeds.open(['api']));
    for (let i = 0; i < 1000; i++) say({ ...logLine('api', i), text: 'x'.repeat(100_000) });
    // lines are cut at 8 KiB, and 256 KiB are kept
    expect(feeds.held).toBe(31);
    feeds.end();
  });

  it('of restarts leaves the last ten, each with its last lines', async () => {
    const worker = async (_: readonly string[], log: (line: string) => void) => {
      for (let i = 0; i < 1000; i++) log(`line ${i}`);
    };
    const works = new Works({ restart: worker, rebuild: worker }, () => {});
    for (let i = 0; i < 100; i++) {
      works.begin('restart', ['api']);
      await expect.poll(() => works.current, { interval: 1 }).toBeUndefined();
    }
    expect(works.known.map(({ id }) => id)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
    expect(works.known.map(({ lines }) => lines.length)).toEqual(Array(10).fill(300));
  });
});

describe('what waits for a reader', () => {
  it('is given at once and in order, and what had to go is counted', async () => {
    const outbox = new Outbox<number>(3);
    for (const i of [1, 2, 3, 4, 5]) outbox.push(i);
    const batches = outbox.batches();
    expect((await batches.next()).value).toEqual({ items: [3, 4, 5], dropped: 2 });
    const next = batches.next();
    outbox.push(6);
    expect((await next).value).toEqual({ items: [6], dropped: 0 });
    outbox.push(7);
    outbox.end();
    outbox.push(8);
    expect((await batches.next()).value).toEqual({ items: [7], dropped: 0 });
    expect((await batches.next()).done).toBe(true);
  });
});
