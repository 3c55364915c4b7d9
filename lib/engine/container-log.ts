import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { UserError } from '../model/user-error.js';

/** A line that a container has written. */
export interface LogLine {
  /** RFC 3339 with nanoseconds, in UTC: as texts, times compare like times. */
  readonly time: string;
  readonly service: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Which part of a container's log. */
export interface LogRange {
  /** From this time on. @default - from its beginning */
  readonly since?: string | undefined;
  /** Whether what it writes from now on comes too, until it ends. */
  readonly follow: boolean;
}

/** A container's two streams, each in the order of time. */
export interface LogSource {
  readonly streams: readonly AsyncIterable<LogLine>[];
}

/** Each container's log is read by a program of its own, which would outlive this one. */
const readers = new Set<ChildProcess>();
process.on('exit', () => {
  for (const reader of readers) reader.kill();
});

/** Reads a container's log. @param id of the container, which may be gone by the time */
export function readLog(id: string, service: string, { since, follow }: LogRange): LogSource {
  const args = [
    'logs',
    '--timestamps',
    ...(follow ? ['--follow'] : []),
    ...(since ? ['--since', since] : []),
  ];
  const child = spawn('docker', [...args, id], { stdio: ['ignore', 'pipe', 'pipe'] });
  readers.add(child);
  const said: string[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      readers.delete(child);
      const problem = said.join(' ');
      if (code === 0 || code === null || IS_GONE.test(problem)) resolve();
      else reject(new UserError(`the log of ${service} cannot be read: ${problem}`));
    });
  });
  // whoever reads a stream to its end is told
  ended.catch(() => {});
  const stream = (name: LogLine['stream']) => logLines(child[name], { service, stream: name }, said, ended);
  return { streams: [stream('stdout'), stream('stderr')] };
}

/** What docker says of a container that was removed meanwhile. */
const IS_GONE = /no such container|can not get logs from container which is dead or marked for removal/i;
const STAMPED = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ?(.*)$/s;

async function* logLines(
  stream: Readable,
  of: Pick<LogLine, 'service' | 'stream'>,
  said: string[],
  ended: Promise<void>,
): AsyncGenerator<LogLine> {
  for await (const line of linesOf(stream)) {
    const [, time, text = ''] = STAMPED.exec(line) ?? [];
    // all that containers write has a time: this is docker's own
    if (time === undefined) said.push(line);
    else yield { time, ...of, text: joined(text) };
  }
  await ended;
}

/** The engine keeps a long line in pieces, and writes the time before each of them. */
function joined(text: string): string {
  return text.length < PIECE ? text : text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /g, '');
}

/** Characters; a piece has as many bytes four times at most. */
const PIECE = 4096;

async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map((line) => line.replace(/\r$/, ''));
  }
  if (rest !== '') yield rest;
}
