import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { expect, it } from 'vitest';
import type { FollowLog } from '../../lib/ui/log-feeds.js';
import { servePage } from '../../lib/ui/serve.js';
import { fakeParts, logLine } from './parts.js';
import { ask, type Entered, enter } from './request.js';

/** A log stream that is read: all texts that have come. */
async function read({ port, path, cookie }: Entered, query: string) {
  const sent: ClientRequest = request({
    host: '127.0.0.1',
    port,
    path: `${path}stream/logs?${query}`,
    headers: { cookie },
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const ended = new Promise<void>((resolve) => response.on('close', resolve));
  const texts = () =>
    [...text.matchAll(/^data: (.*)$/gm)].flatMap(([, data = '{}']) =>
      (JSON.parse(data) as { items: { text: string }[] }).items.map((item) => item.text),
    );
  response.on('error', () => {});
  return { texts, ended, leave: () => sent.destroy() };
}

it('fifty streams of logs hold at once, each with every line, and end with the page', async () => {
  const saying = new Map<string, Parameters<FollowLog>[1]>();
  const ended: string[] = [];
  const follow: FollowLog = (service, say, signal) =>
    new Promise((resolve) => {
      saying.set(service, say);
      signal.addEventListener('abort', () => {
        ended.push(service);
        resolve();
      });
    });
  const parts = fakeParts({ follow });
  const page = await servePage(parts, 0);
  const me = await enter(page);
  const streams = await Promise.all(
    [...Array(50)].map((_, i) => read(me, i % 2 === 0 ? 'service=api' : 'service=api&service=web')),
  );
  // each log is read once, by however many it is shown
  expect(parts.logs.read).toBe(2);
  for (let i = 0; i < 200; i++)
    for (const [service, say] of saying) say({ ...logLine(service, i), text: `${service} ${i}` });
  const expected = [...Array(200).keys()].map((i) => `api ${i}`);
  for (const stream of streams)
    await expect
      .poll(() => stream.texts().filter((text) => text.startsWith('api')), { timeout: 20_000 })
      .toEqual(expected);
  const [first, second, ...others] = streams;
  first?.leave();
  second?.leave();
  expect((await ask(me.port, me.path, { headers: { cookie: me.cookie } })).status).toBe(200);
  await page.end();
  await Promise.all(others.map((stream) => stream.ended));
  expect(ended.sort()).toEqual(['api', 'web']);
  expect(parts.logs.read).toBe(0);
});

it('a log that nobody reads any more is not read on', async () => {
  const parts = fakeParts();
  const page = await servePage(parts, 0);
  const stream = await read(await enter(page), 'service=redis');
  expect(parts.logs.read).toBe(1);
  stream.leave();
  await expect.poll(() => parts.logs.read, { timeout: 10_000 }).toBe(0);
  await page.end();
});

it('what is looked at for the page is looked at while somebody has it open', async () => {
  const signals: AbortSignal[] = [];
  const parts = fakeParts({
    sources: {
      system: (tell, signal) => {
        signals.push(signal);
        tell({ title: 'Acme' });
        return Promise.resolve();
      },
    },
  });
  const page = await servePage(parts, 0);
  const { port, path, cookie } = await enter(page);
  expect(signals).toEqual([]);
  const sent = request({ host: '127.0.0.1', port, path: `${path}stream/system`, headers: { cookie } });
  sent.on('error', () => {});
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const [first] = (await once(response.setEncoding('utf8'), 'data')) as [string];
  expect(first).toBe('event: system\ndata: {"title":"Acme"}\n\n');
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  sent.destroy();
  await expect.poll(() => signals[0]?.aborted, { timeout: 10_000 }).toBe(true);
  await page.end();
});

it('the page has the port that it is given, or says that somebody else has it', async () => {
  const first = await servePage(fakeParts(), 0);
  const port = Number(new URL(first.address).port);
  await expect(servePage(fakeParts(), port)).rejects.toThrow(`port ${port} of this machine is taken`);
  await first.end();
  const second = await servePage(fakeParts(), port);
  expect(new URL(second.address).port).toBe(String(port));
  // each start has a token of its own
  expect(second.address).not.toBe(first.address);
  await second.end();
});
