/**
 * Asks a gateway so many times a second until SIGTERM, then prints what came of it, as JSON: `load.ts URL RATE`. It is a program of its
 * own, for it may have to run in another network than the test.
 */
import { Agent, request } from 'node:https';

/** What is printed. */
export interface LoadResult {
  readonly sent: number;
  readonly answered: number;
  /** `GET /api/…: 502 after 12 ms`, at most twenty. */
  readonly failures: readonly string[];
  readonly failed: number;
  /** Seconds. */
  readonly lasted: number;
  /** Milliseconds. */
  readonly slowest: number;
  /** Of the one that takes its time. */
  readonly slowAnswers: number;
  /** Seconds from the beginning → how many did not get an answer that was sent then; only those with any. */
  readonly failedAt: Readonly<Record<string, number>>;
}

const [base = '', rate = '100', credentials = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 256 });
/** One reads the database; a service's own /health says 503 of a database that is slow, and is no request that somebody makes. */
const PATHS = ['/first-user', '/about'];
const began = Date.now();
const failures: string[] = [];
const failedAt: Record<string, number> = {};
const counts = { sent: 0, answered: 0, failed: 0, slowest: 0, slowAnswers: 0 };
const open = new Set<Promise<void>>();

function ask(path: string, body?: string): Promise<void> {
  const at = Date.now();
  counts.sent++;
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const end = (problem?: string) => {
      const took = Date.now() - at;
      if (problem === undefined) {
        counts.answered++;
        if (path === '/slow') counts.slowAnswers++;
        else counts.slowest = Math.max(counts.slowest, took);
      } else {
        counts.failed++;
        const second = String(Math.floor((at - began) / 1000));
        failedAt[second] = (failedAt[second] ?? 0) + 1;
        if (failures.length < 20)
          failures.push(`${second} s: ${method} ${path}: ${problem} after ${took} ms`);
      }
      resolve();
    };
    const headers = { 'Content-Type': 'application/json' };
    const call = request(`${base}${path}`, { method, agent, headers, timeout: 30_000 }, (answer) => {
      answer.resume();
      answer.on('end', () => end(answer.statusCode === 200 ? undefined : String(answer.statusCode)));
      answer.on('error', (error) => end(error.message));
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', (error) => end(error.message));
    call.end(body);
  });
}

const timer = setInterval(() => {
  // what the timer missed on a busy machine comes now
  const due = Math.floor(((Date.now() - began) / 1000) * Number(rate));
  while (counts.sent < due) {
    const n = counts.sent;
    const asked =
      n % 100 === 50
        ? ask('/slow')
        : n % 100 === 99 && credentials !== ''
          ? ask('/login', credentials)
          : ask(PATHS[n % PATHS.length] ?? '');
    open.add(asked);
    asked.then(() => open.delete(asked));
  }
}, 5);

process.on('SIGTERM', async () => {
  clearInterval(timer);
  const lasted = (Date.now() - began) / 1000;
  await Promise.all(open);
  const result: LoadResult = { ...counts, failures, failedAt, lasted };
  console.log(JSON.stringify(result));
  process.exit();
});
console.error('asking');
