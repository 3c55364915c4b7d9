import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLine, LogRange } from '../engine/container-log.js';
import { InOrder, mergeByTime } from './merge-by-time.js';
import { ShownLines } from './shown-lines.js';

/** A container as its log is read. */
export interface LoggingContainer {
  readonly id: string;
  readonly service: string;
  /** What tells one start of it from another. */
  readonly startedAt: string;
}

/** The engine; a test has its own. */
export interface LogSurroundings {
  /** The containers whose logs are wanted, as they are now. */
  containers(): Promise<readonly LoggingContainer[]>;
  readLog(id: string, service: string, range: LogRange): AsyncIterable<LogLine>;
}

export interface LogsOptions {
  /** RFC 3339, in UTC. @default - from the beginning of what the engine keeps */
  readonly since?: string | undefined;
  /** How many of the last lines of each container are shown at first. @default - all */
  readonly tail?: number | undefined;
  /** Whether what is written from now on comes too, until the signal. */
  readonly follow: boolean;
  readonly say: (line: LogLine) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks for a container that has ended. */
const LOOK = 500;

/** What containers have written, by time; with `follow`, also what they write from now on, whether they are restarted or replaced. */
export async function logs(options: LogsOptions, surroundings: LogSurroundings): Promise<void> {
  const { since, tail, follow, say, signal } = options;
  const shown = new Map<string, ShownLines>();
  const began = await surroundings.containers();
  const sources = began.map(({ id, service }) => {
    const lines = new ShownLines(since);
    shown.set(id, lines);
    return noted(surroundings.readLog(id, service, { since, tail, signal, follow: false }), lines);
  });
  for await (const line of mergeByTime(sources)) say(line);
  if (follow) await followAll(options, surroundings, shown);
}

async function* noted(stream: AsyncIterable<LogLine>, shown: ShownLines): AsyncGenerator<LogLine> {
  for await (const line of stream) {
    shown.note(line);
    yield line;
  }
}

/** @param shown what was shown of each container, by its id */
async function followAll(
  { say, signal }: LogsOptions,
  { containers, readLog }: LogSurroundings,
  shown: Map<string, ShownLines>,
): Promise<void> {
  const order = new InOrder(say);
  /** By id: the start that is read, or was read to its end. */
  const starts = new Map<string, string>();
  const reading = new Map<string, Promise<void>>();
  let failure: unknown;
  const read = async ({ id, service }: LoggingContainer) => {
    // one that was not there at the beginning is new, and shown whole
    const lines = shown.get(id) ?? new ShownLines(undefined);
    shown.set(id, lines);
    const isNew = lines.again();
    for await (const line of readLog(id, service, { since: lines.since, signal, follow: true }))
      if (isNew(line)) {
        lines.note(line);
        order.add(line);
      }
  };
  const ending = aborted(signal);
  const services = new Set<string>();
  while (!signal.aborted && failure === undefined) {
    for (const container of await containers()) {
      const { id, service, startedAt } = container;
      services.add(service);
      if (reading.has(id) || starts.get(id) === startedAt) continue;
      starts.set(id, startedAt);
      const whole = read(container)
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => reading.delete(id));
      reading.set(id, whole);
    }
    // while all are read there is nothing to look for
    if (reading.size < services.size) await sleep(LOOK, undefined, { signal }).catch(() => {});
    else await Promise.race([...reading.values(), ending]);
  }
  order.end();
  if (failure !== undefined) throw failure;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
