import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { StatusDocument } from '../../cli/status-document.js';
import type { Edit } from '../../lib/model/watch.js';
import { ask, type Entered, enter } from '../ui/request.js';
import { docker } from './engine.js';
import type { Output, RunningProgram } from './harness.js';

interface Serves {
  run(program: string, args: readonly string[]): Promise<Output>;
}

interface Edits {
  readonly edits: readonly Edit[];
}

interface Told {
  readonly event: string;
  readonly data: unknown;
}

/** All that a stream of the page has told. */
async function listen({ port, path, cookie }: Entered, stream: string) {
  const sent = request({ host: '127.0.0.1', port, path: `${path}stream/${stream}`, headers: { cookie } });
  sent.on('error', () => {});
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const told = () =>
    [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].map(
      ([, event = '', data = '']): Told => ({ event, data: JSON.parse(data) }),
    );
  return { told, newest: (event: string) => told().findLast((each) => each.event === event)?.data };
}

/** What the page shows of a system that runs, whichever engine made it, is what the commands and the engine say. */
export async function expectPage(
  system: Serves,
  start: (words: readonly string[]) => Pick<RunningProgram, 'output' | 'end' | 'says'>,
  program: string,
  [service, container]: readonly [service: string, container: string],
): Promise<Edits> {
  const page = start(['ui']);
  await page.says(/\?token=/);
  const me = await enter({ address: /http:\S+/.exec(page.output())?.[0] ?? '', end: async () => {} });
  const stream = await listen(me, 'system');
  const view = () => stream.newest('system') as { readonly status: StatusDocument } | undefined;
  const rows = (status: StatusDocument | undefined) =>
    status?.modes.flatMap(({ services }) => services) ?? [];

  // as status says it
  const status = async () => JSON.parse((await system.run(program, ['status', '--json'])).stdout);
  await expect
    .poll(async () => isDeepStrictEqual(withoutSizes(view()?.status), withoutSizes(await status())), {
      timeout: 90_000,
      interval: 1000,
    })
    .toBe(true);

  // as docker stats says it; what moves is compared as it stands at one moment
  const usage = () =>
    stream.newest('usage') as readonly { service: string; cpu: string; memory: string }[] | undefined;
  await expect.poll(() => usage()?.length, { timeout: 30_000 }).toBeGreaterThan(0);
  const running = rows(view()?.status).filter(({ state }) => state === 'running');
  expect(usage()?.map((each) => each.service)).toEqual(running.map((each) => each.service));
  const engines = await docker('stats', '--no-stream', '--format', '{{.MemUsage}}', container);
  const shown = usage()?.find((each) => each.service === service)?.memory ?? '';
  expect(shown.split(' / ')[1]).toBe(engines.trim().split(' / ')[1]);
  expect(mebibytes(shown) / mebibytes(engines)).toBeGreaterThan(0.5);
  expect(mebibytes(shown) / mebibytes(engines)).toBeLessThan(2);

  // a restart that is asked for on the page
  const logs = await listen(me, `logs?service=${service}`);
  const before = rows(view()?.status).find((row) => row.service === service)?.since;
  const asked = await ask(me.port, `${me.path}works`, {
    method: 'POST',
    headers: { cookie: me.cookie, origin: me.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'restart', services: [service] }),
  });
  expect(asked.status).toBe(202);
  const work = () =>
    (stream.newest('works') as readonly { state: string; lines: readonly string[] }[] | undefined)?.at(-1);
  await expect.poll(() => work()?.state, { timeout: 60_000 }).toBe('done');
  expect(work()?.lines).toEqual([
    expect.stringMatching(new RegExp(`^${service} restarted, healthy in [\\d.]+ s$`)),
  ]);
  await expect
    .poll(() => rows(view()?.status).find((row) => row.service === service), { timeout: 30_000 })
    .toMatchObject({ health: 'healthy', right: true });
  expect(rows(view()?.status).find((row) => row.service === service)?.since).not.toBe(before);

  // its log, through the restart, as the engine has it
  const texts = () =>
    logs
      .told()
      .flatMap(({ data }) => (data as { items: readonly { text: string }[] }).items.map(({ text }) => text));
  const written = await docker('logs', '--tail', '1', container);
  if (written.trim() !== '') await expect.poll(texts, { timeout: 20_000 }).toContain(written.trim());

  const get = async (path: string) =>
    (await ask(me.port, `${me.path}${path}`, { headers: { cookie: me.cookie } })).text;
  expect(await get('picture')).toContain(`#service/${service}"`);
  expect(JSON.parse(await get('difference'))).toMatchObject({ verdict: expect.any(String) });
  expect(JSON.parse(await get(`files/${service}`))).toBeInstanceOf(Array);
  const edits = stream.newest('edits') as Edits;
  expect(await page.end()).toBe(0);
  return edits;
}

/** The page measures data once a minute, and a database writes. */
function withoutSizes(status: StatusDocument | undefined) {
  return status?.modes.map((mode) => ({ ...mode, volumes: mode.volumes.map(({ name }) => name) }));
}

function mebibytes(memory: string): number {
  const [, number = '0', unit = 'B'] = /^\s*([\d.]+)(\wi?B)/.exec(memory) ?? [];
  return Number(number) * ({ KiB: 1 / 1024, MiB: 1, GiB: 1024 }[unit] ?? 1 / 1024 ** 2);
}
