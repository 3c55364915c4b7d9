import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** Where the page is served, once that is known. */
export interface PagePlace {
  readonly port: number;
}

const COOKIE = 'page';

/**
 * Who may see the page: whoever has the token of the address that was printed, on this machine. The token is given once, for a
 * cookie. Cookies go to every port of a host: so its path is one that nobody else's page can name.
 */
export class PageAccess {
  readonly token = secret();
  private readonly session = secret();
  /** Where the page is, with `/` at both ends. */
  readonly path = `/${randomBytes(8).toString('hex')}/`;

  constructor(private readonly place: PagePlace) {}

  /** Names under which this machine alone knows itself: one that is looked up may lead here from anywhere. */
  readonly onlyHere: MiddlewareHandler = async (c, next) => {
    if (!this.hosts.includes(c.req.header('host') ?? ''))
      return c.text('refused: this is no name of the page', 421);
    const origin = c.req.header('origin');
    if (origin !== undefined && origin !== this.originOf(c)) return refused(c, 'another page asks');
    return next();
  };

  /** Gives the cookie for the token. */
  readonly enter = (c: Context): Response => {
    const token = c.req.query('token');
    if (token === undefined || !isSame(token, this.token))
      return refused(
        c,
        'open the whole address that was printed when the page was started; each start has another',
      );
    setCookie(c, COOKIE, this.session, { path: this.path, httpOnly: true, sameSite: 'Strict' });
    return c.redirect(this.path, 303);
  };

  readonly onlyEntered: MiddlewareHandler = async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return refused(c, 'another page asks');
    const cookie = getCookie(c, COOKIE);
    if (cookie === undefined || !isSame(cookie, this.session))
      return refused(c, 'open the whole address that was printed when the page was started');
    return next();
  };

  /** For what changes something: a page of ours says that it is it, which a browser lets no other page say. */
  readonly onlyOwnPage: MiddlewareHandler = async (c, next) => {
    if (c.req.header('origin') !== this.originOf(c))
      return refused(c, 'only the page itself may ask for this');
    if (!/^application\/json *(;|$)/i.test(c.req.header('content-type') ?? ''))
      return c.text('refused: the body is to be JSON', 415);
    return next();
  };

  private get hosts(): readonly string[] {
    return ['127.0.0.1', 'localhost'].map((host) => `${host}:${this.place.port}`);
  }

  private originOf(c: Context): string {
    return `http://${c.req.header('host')}`;
  }
}

function refused(c: Context, why: string): Response {
  return c.text(`refused: ${why}`, 403);
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

/** Takes the same time however much of it is right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
