import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningPage, servePage } from '../../lib/ui/serve.js';
import { fakeParts } from './parts.js';
import { type Asked, ask, type Entered, enter } from './request.js';

const parts = fakeParts();
let page: RunningPage;
let me: Entered;
beforeAll(async () => {
  page = await servePage(parts, 0);
  me = await enter(page);
});
afterAll(() => page.end());

/** What the page itself sends. */
const own = (more: Readonly<Record<string, string>> = {}) => ({ cookie: me.cookie, ...more });
const asPage = (body: unknown, headers: Readonly<Record<string, string>> = {}): Asked => ({
  method: 'POST',
  headers: own({ origin: me.origin, 'content-type': 'application/json', ...headers }),
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const RESTART = { kind: 'restart', services: ['api'] };

type Hostile = readonly [what: string, path: () => string, asked: () => Asked, status: number];

const works = () => `${me.path}works`;
const home = () => me.path;

const HOSTILE: readonly Hostile[] = [
  ['a name that leads here', home, () => ({ headers: own({ host: 'evil.example' }) }), 421],
  [
    'a name that leads here, with our port',
    home,
    () => ({ headers: own({ host: `evil.example:${me.port}` }) }),
    421,
  ],
  [
    'a name that begins like ours',
    home,
    () => ({ headers: own({ host: `127.0.0.1.evil.example:${me.port}` }) }),
    421,
  ],
  ['a name that ends like ours', home, () => ({ headers: own({ host: `evil.localhost:${me.port}` }) }), 421],
  ['another port', home, () => ({ headers: own({ host: '127.0.0.1:1' }) }), 421],
  ['no port', home, () => ({ headers: own({ host: '127.0.0.1' }) }), 421],
  ['every address of the machine', home, () => ({ headers: own({ host: `0.0.0.0:${me.port}` }) }), 421],
  ['the other loopback', home, () => ({ headers: own({ host: `[::1]:${me.port}` }) }), 421],
  ['a user in the host', home, () => ({ headers: own({ host: `me@127.0.0.1:${me.port}` }) }), 400],
  [
    'a rebound name with the token',
    () => `/?token=${me.token}`,
    () => ({ headers: { host: 'evil.example' } }),
    421,
  ],
  ['no token', () => '/', () => ({}), 403],
  ['an empty token', () => '/?token=', () => ({}), 403],
  ['the token of an earlier start', () => '/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', () => ({}), 403],
  ['a part of the token', () => `/?token=${me.token.slice(0, -1)}`, () => ({}), 403],
  [
    'the token for another page',
    () => `/?token=${me.token}`,
    () => ({ headers: { origin: 'http://evil.example' } }),
    403,
  ],
  ['no cookie', home, () => ({}), 403],
  ['the token as a cookie', home, () => ({ headers: { cookie: `page=${me.token}` } }), 403],
  ['an old cookie', home, () => ({ headers: { cookie: 'page=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } }), 403],
  ['a module without a cookie', () => `${me.path}page/app.js`, () => ({}), 403],
  ['the stream without a cookie', () => `${me.path}stream/system`, () => ({}), 403],
  ['another page that reads', home, () => ({ headers: own({ origin: 'http://evil.example' }) }), 403],
  ['a page of another port', home, () => ({ headers: own({ origin: 'http://127.0.0.1:3000' }) }), 403],
  ['a page without an origin of its own', home, () => ({ headers: own({ origin: 'null' }) }), 403],
  ['an embedding page', home, () => ({ headers: own({ 'sec-fetch-site': 'cross-site' }) }), 403],
  [
    'a page of another port that embeds',
    home,
    () => ({ headers: own({ 'sec-fetch-site': 'same-site' }) }),
    403,
  ],
  [
    'a change without an origin',
    works,
    () => ({ ...asPage(RESTART), headers: own({ 'content-type': 'application/json' }) }),
    403,
  ],
  ['a change by another page', works, () => asPage(RESTART, { origin: 'https://evil.example' }), 403],
  [
    'a change by a page of another port',
    works,
    () => asPage(RESTART, { origin: 'http://127.0.0.1:3000' }),
    403,
  ],
  [
    'a change by the other name of this page',
    works,
    () => asPage(RESTART, { origin: `http://localhost:${me.port}` }),
    403,
  ],
  ['a change without a cookie', works, () => asPage(RESTART, { cookie: '' }), 403],
  [
    'a change by a form',
    works,
    () => asPage('kind=restart', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
  ],
  ['a change as plain text', works, () => asPage(RESTART, { 'content-type': 'text/plain' }), 415],
  ['a change without a type', works, () => asPage(RESTART, { 'content-type': '' }), 415],
  ['a change that is a question', works, () => ({ headers: own() }), 405],
  ['a change by another method', works, () => ({ ...asPage(RESTART), method: 'PUT' }), 405],
  ['a body that is too large', works, () => asPage({ ...RESTART, services: ['x'.repeat(20_000)] }), 413],
  ['a body that is no JSON', works, () => asPage('{'), 400],
  ['no body', works, () => asPage(''), 400],
  ['nothing to be done', works, () => asPage({ services: ['api'] }), 400],
  ['something else to be done', works, () => asPage({ kind: 'clean', services: ['api'] }), 400],
  ['what is asked for beside it', works, () => asPage({ ...RESTART, data: true }), 400],
  ['every service, by none', works, () => asPage({ kind: 'restart', services: [] }), 400],
  ['a service that there is not', works, () => asPage({ kind: 'restart', services: ['nobody'] }), 404],
  ['an option for a service', works, () => asPage({ kind: 'rebuild', services: ['--without'] }), 404],
  ['a command for a service', works, () => asPage({ kind: 'restart', services: ['api; rm -rf /'] }), 404],
  ['a name of every object', works, () => asPage({ kind: 'restart', services: ['__proto__'] }), 404],
  ['a path out of the page', () => `${me.path}page/../../../../etc/passwd`, () => ({ headers: own() }), 404],
  ['the same in signs', () => `${me.path}page/..%2f..%2fapp.ts`, () => ({ headers: own() }), 404],
  ['a file beside the modules', () => `${me.path}page/index.html`, () => ({ headers: own() }), 404],
  ['a module that there is not', () => `${me.path}page/constructor`, () => ({ headers: own() }), 404],
  ['files of nobody', () => `${me.path}files/..%2f..%2fetc`, () => ({ headers: own() }), 404],
  [
    'a log of nobody',
    () => `${me.path}stream/logs?service=api&service=--help`,
    () => ({ headers: own() }),
    404,
  ],
  ['a place of another start', () => '/0123456789abcdef/', () => ({ headers: own() }), 404],
];

describe('who is not the page', () => {
  it.each(HOSTILE)('is refused: %s', async (_, path, asked, status) => {
    const answer = await ask(me.port, path(), asked());
    expect(answer.status).toBe(status);
    // nothing is said of what runs, nor of this program
    expect(answer.text.length).toBeLessThan(200);
    expect(answer.text).not.toMatch(/node_modules|\.ts:|redis/);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(parts.done).toEqual([]);
  });

  it('is refused in at least 30 ways', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(30));
});

describe('the page', () => {
  it('is entered by its address, whose token no other address has', async () => {
    const { status, headers } = await ask(me.port, `/?token=${me.token}`);
    expect(status).toBe(303);
    expect(headers.location).toBe(me.path);
    expect(headers.location).not.toContain(me.token);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^page=[\w-]{32}; Path=\/[0-9a-f]{16}\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('loads nothing from anywhere else, and is in no frame', async () => {
    const { status, headers, text } = await ask(me.port, me.path, { headers: own() });
    expect(status).toBe(200);
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self'; connect-src 'self'; /,
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|http/);
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(text).not.toMatch(/(src|href)="(?!\.\/|data:,)/);
  });

  it('has a service restarted that it names, and nothing else meanwhile', async () => {
    const answer = await ask(me.port, works(), asPage(RESTART));
    expect(answer.status).toBe(202);
    expect(parts.done.splice(0)).toEqual(['restart api']);
  });

  it('is served on this machine alone', async () => {
    await expect(fetch(`http://[::1]:${me.port}/`)).rejects.toThrow();
  });
});
