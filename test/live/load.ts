/**
 * Asks a gateway so many times a second until SIGTERM, then prints what came of it, as JSON: `load.ts URL RATE CREDENTIALS [all]`. It is
 * a program of its own, for it may have to run in another network than the test. With `all`, it asks for what every service of the
 * sample takes part in; otherwise identity-service alone.
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
  /** Of the sign-ins. */
  readonly logins: number;
  /** Questions that were answered well: each is a row. */
  readonly questions: number;
  /** Seconds from the beginning → how many did not get an answer that was sent then; only those with any. */
  readonly failedAt: Readonly<Record<string, number>>;
}

const [base = '', rate = '100', credentials = '', what = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 256 });
const began = Date.now();
const failures: string[] = [];
const failedAt: Record<string, number> = {};
const counts = { sent: 0, answered: 0, failed: 0, slowest: 0, slowAnswers: 0, logins: 0, questions: 0 };
const open = new Set<Promise<void>>();
let token = '';

interface Request {
  readonly path: string;
  readonly body?: string;
  /** Counted as what, when it is answered. */
  readonly as?: 'slowAnswers' | 'logins' | 'questions';
}

const about = (service: string): Request => ({ path: `/${service}/about` });
/** It goes through other services, and its answer says whether they did what was asked. */
const question = (text: string): Request => ({
  ...{ path: '/ai-brain/ask', body: JSON.stringify({ text }), as: 'questions' },
});
/** One reads the database; a service's own /health says 503 of a database that is slow, and is no request that somebody makes. */
const OFTEN = [
  { path: '/identity-service/first-user' },
  about('identity-service'),
  ...(what === 'all' ? [about('ai-brain')] : []),
];
/** Of a hundred, those that are another one. */
const SELDOM: ReadonlyMap<number, Request> = new Map([
  [50, { path: '/identity-service/slow', as: 'slowAnswers' }],
  ...(credentials === ''
    ? []
    : ([[99, { path: '/identity-service/login', body: credentials, as: 'logins' }]] as const)),
  ...(what === 'all'
    ? ([
        [10, question('list assets')],
        [35, question('run uptime on localhost')],
        [60, { path: '/ai-brain/notifications' }],
        [85, question('measure localhost on port 3006')],
      ] as const)
    : []),
]);

function ask({ path, body, as }: Request): Promise<void> {
  const at = Date.now();
  counts.sent++;
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const end = (problem?: string) => {
      const took = Date.now() - at;
      if (problem === undefined) {
        counts.answered++;
        if (as) counts[as]++;
        if (as !== 'slowAnswers') counts.slowest = Math.max(counts.slowest, took);
      } else {
        counts.failed++;
        const second = String(Math.floor((at - began) / 1000));
        failedAt[second] = (failedAt[second] ?? 0) + 1;
        if (failures.length < 20)
          failures.push(`${second} s: ${method} ${path}: ${problem} after ${took} ms`);
      }
      resolve();
    };
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    const call = request(`${base}${path}`, { method, agent, headers, timeout: 30_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => end(answer.statusCode === 200 ? unwell(text, as) : String(answer.statusCode)));
      answer.on('error', (error) => end(error.message));
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', (error) => end(error.message));
    call.end(body);
  });
}

/** What is wrong with an answer, if anything is. The first one to sign in is the one who asks. */
function unwell(text: string, as: Request['as']): string | undefined {
  if (as === 'logins') token = (JSON.parse(text) as { token: string }).token;
  return as === 'questions' && !(JSON.parse(text) as { ok: boolean }).ok ? text.slice(0, 300) : undefined;
}

if (what === 'all') await ask(SELDOM.get(99) as Request);
const timer = setInterval(() => {
  // what the timer missed on a busy machine comes now
  const due = Math.floor(((Date.now() - began) / 1000) * Number(rate));
  while (counts.sent < due) {
    const n = counts.sent;
    const asked = ask(SELDOM.get(n % 100) ?? (OFTEN[n % OFTEN.length] as Request));
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
