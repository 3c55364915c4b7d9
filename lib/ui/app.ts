import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import { sentenceOf, UserError } from '../model/user-error.js';
import type { PageAccess } from './access.js';
import { eventStream } from './event-stream.js';
import type { Live } from './live.js';
import type { LogFeeds } from './log-feeds.js';
import { type PageFiles, readPageFiles } from './page-files.js';
import { WORK_KINDS, type Works } from './works.js';

/** What the page can ask for beside what it is told. */
export interface Answers {
  /** Names of the services that there are. */
  services(): readonly string[];
  /** What each file of a service is. */
  files(service: string): Promise<unknown>;
  /** The system as an SVG element. */
  picture(): Promise<string>;
  /** What a start would do to what runs. */
  difference(): Promise<unknown>;
}

/** All that answers requests. */
export interface Parts {
  readonly access: PageAccess;
  readonly live: Live;
  readonly logs: LogFeeds;
  readonly works: Works;
  readonly answers: Answers;
}

/** Bytes of a request's body. */
const LARGEST = 16 * 1024;
/** Streams that are open at a time. */
const STREAMS = 200;

const asked = z.strictObject({
  kind: z.enum(WORK_KINDS),
  services: z.array(z.string()).min(1).max(1000),
});

/** The page and what it asks for. */
export function pageApp(parts: Parts): Hono {
  const { access, live, logs, works, answers } = parts;
  const files = readPageFiles();
  const app = new Hono();
  app.use(headers(files), access.onlyHere, async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.get('/', access.enter);
  const page = app.basePath(access.path);
  page.use(access.onlyEntered);
  app.get(access.path, (c) => c.html(files.index));
  page.get('/page/:name', (c) => {
    const file = files.modules.get(c.req.param('name'));
    return file ? c.body(file.text, 200, { 'content-type': file.type }) : c.notFound();
  });
  let open = 0;
  page.use('/stream/*', async (c, next) => {
    if (open >= STREAMS) return c.text(`refused: ${STREAMS} streams are open`, 503);
    return next();
  });
  const counted = (change: number) => {
    open += change;
  };
  page.get('/stream/system', (c) => {
    const reader = live.join();
    return eventStream(
      c,
      reader,
      (told) => told,
      () => live.leave(reader),
      counted,
    );
  });
  page.get('/stream/logs', (c) => {
    const unknown = unknownOf(c.req.queries('service') ?? [], answers);
    if (unknown) return c.text(unknown, 404);
    const reader = logs.open(c.req.queries('service') ?? []);
    return eventStream(
      c,
      reader,
      // all that waits goes at once
      undefined,
      () => logs.close(reader),
      counted,
    );
  });
  page.get('/files/:service', async (c) => {
    const unknown = unknownOf([c.req.param('service')], answers);
    return unknown ? c.text(unknown, 404) : c.json(await answers.files(c.req.param('service')));
  });
  page.get('/picture', async (c) => c.text(await answers.picture()));
  page.get('/difference', async (c) => c.json(await answers.difference()));
  page.post(
    '/works',
    access.onlyOwnPage,
    bodyLimit({ maxSize: LARGEST, onError: (c) => c.text('refused: the body is too large', 413) }),
    async (c) => {
      const body = asked.safeParse(await c.req.json().catch(() => undefined));
      if (!body.success)
        return c.text('refused: the body says neither what is to be done nor with what', 400);
      const unknown = unknownOf(body.data.services, answers);
      if (unknown) return c.text(unknown, 404);
      if (works.current) return c.text(`a ${works.current.kind} is under way; wait until it is done`, 409);
      return c.json(works.begin(body.data.kind, body.data.services), 202);
    },
  );
  page.all('/works', (c) => c.text('refused: only POST is for this', 405, { allow: 'POST' }));
  app.onError((error, c) => {
    if (error instanceof UserError) return c.text(sentenceOf(error), 422);
    // a bug: whoever started the page sees it whole
    console.error(error);
    return c.text('this should not have happened; the terminal of the page says more', 500);
  });
  return app;
}

function headers(files: PageFiles) {
  const own = ["'self'"];
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [...own, ...files.scripts],
      styleSrc: own,
      connectSrc: own,
      imgSrc: [...own, 'data:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    // there is no certificate for this machine
    strictTransportSecurity: false,
  });
}

/** What to say of a service that there is not. */
function unknownOf(services: readonly string[], answers: Answers): string | undefined {
  const known = answers.services();
  const unknown = services.find((service) => !known.includes(service));
  return unknown === undefined ? undefined : 'there is no such service';
}
