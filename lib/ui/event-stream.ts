import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Told } from './live.js';
import type { Outbox } from './outbox.js';

/**
 * What waits for a reader as server-sent events, no faster than it reads.
 * @param eventOf one event for each item @default - one event `items` for all that waits
 * @param left is called once, when nobody reads any more
 * @param counted is told of each stream that begins and ends: +1, -1
 */
export function eventStream<T>(
  c: Context,
  reader: Outbox<T>,
  eventOf: ((item: T) => Told) | undefined,
  left: () => void,
  counted: (change: 1 | -1) => void,
): Response {
  counted(1);
  return streamSSE(c, async (stream) => {
    stream.onAbort(() => reader.end());
    try {
      for await (const { items, dropped } of reader.batches()) {
        if (stream.aborted) return;
        if (eventOf) for (const item of items) await stream.writeSSE(eventOf(item));
        else await stream.writeSSE({ event: 'items', data: JSON.stringify({ items, dropped }) });
      }
    } finally {
      counted(-1);
      left();
    }
  });
}
