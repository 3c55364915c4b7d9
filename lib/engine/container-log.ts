import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { UserError } from '../model/user-error.js';

/** A line that a container has written. */
export interface LogLine {
  /** RFC 3339 with nanoseconds, in UTC: as texts, times compare like times. */
  readonly time: string;
  readonly service: string;
  readonly text: string;
}

/** Which part of a container's log. */
export interface LogRange {
  /** From this time on. @default - from its beginning */
  readonly since?: string | undefined;
  /** Whether what it writes from now on comes too, until it ends. */
  readonly follow: boolean;
  /** Only so many of its last lines. @default - all */
  readonly tail?: number | undefined;
  /** Ends the reading. @default - nothing does but its end */
  readonly signal?: AbortSignal | undefined;
}

/** Each container's log is read by a program of its own, which would outlive this one. */
const readers = new Set<ChildProcess>();
process.on('exit', () => {
  for (const reader of readers) reader.kill();
});

/**
 * Reads a container's log, what it says on either of its streams in the order of time.
 * @param id of the container, which may be gone by the time
 * @throws UserError where it cannot be read
 */
export async function* readLog(
  id: string,
  service: string,
  { since, follow, tail, signal }: LogRange,
): AsyncGenerator<LogLine> {
  const args = [
    'logs',
    '--timestamps',
    ...(follow ? ['--follow'] : []),
    ...(since ? ['--since', since] : []),
    ...(tail === undefined ? [] : ['--tail', String(tail)]),
  ];
  // through one pipe: with two, docker waits for the reader of one while the reader waits for the other
  const child = spawn('sh', ['-c', 'exec docker "$@" 2>&1', 'sh', ...args, id], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  readers.add(child);
  const end = () => child.kill();
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  const ended = once(child, 'close');
  let said = '';
  for await (const line of linesOf(child.stdout)) {
    const found = linesIn(line);
    // all that containers write has a time: this is docker's own
    if (found.length === 0) said = line;
    for (const each of found) yield { ...each, service };
  }
  const [code] = await ended;
  readers.delete(child);
  signal?.removeEventListener('abort', end);
  if (signal?.aborted || code === 0 || code === null || IS_GONE.test(said)) return;
  throw new UserError(`the log of ${service} cannot be read: ${said}`);
}

/** What docker says of a container that was removed meanwhile. */
const IS_GONE = /no such container|can not get logs from container which is dead or marked for removal/i;

const STAMP = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) /s;
/** Bytes: the engine keeps a longer line in pieces of this size, and writes the time before each of them. */
const PIECE = 16_384;

/** The lines in one of docker's: after one that was kept in pieces, the driver `local` of engine 20.10 writes no end of line. */
function linesIn(line: string): Pick<LogLine, 'time' | 'text'>[] {
  const [, first, rest = ''] = /^(\S+Z) ?(.*)$/s.exec(line) ?? [];
  if (first === undefined || Number.isNaN(Date.parse(first))) return [];
  if (rest.length < PIECE / 4) return [{ time: first, text: rest }];
  const [start = '', ...parts] = rest.split(STAMP);
  const lines = [{ time: first, text: start }];
  let isWhole = Buffer.byteLength(start) % PIECE !== 0;
  for (let i = 0; i < parts.length; i += 2) {
    const [time = '', text = ''] = parts.slice(i, i + 2);
    const last = lines.at(-1);
    if (isWhole || !last) lines.push({ time, text });
    else last.text += text;
    isWhole = Buffer.byteLength(text) % PIECE !== 0;
  }
  return lines;
}

async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map((line) => line.replace(/\r$/, ''));
  }
  if (rest !== '') yield rest;
}
