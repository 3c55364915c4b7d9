import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drawingOf } from '../../lib/picture/drawing.js';
import { svgElement } from '../../lib/picture/svg.js';
import type { FollowLog } from '../../lib/ui/log-feeds.js';
import { servePage } from '../../lib/ui/serve.js';
import { BROWSER_LACK, withBrowser } from '../live/browser.js';
import { pageOf } from '../picture/large.js';
import { largeSources, largeSystem } from './large-system.js';
import { fakeParts, logLine } from './parts.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where to leave pictures for a person to look at. @default - none are taken */
const PICTURES = process.env.PAGE_PICTURES;

const PHONE = { width: 390, height: 844 };
const TABLET = { width: 820, height: 1180 };
const DESK = { width: 1440, height: 900 };
const SIZES = { phone: PHONE, tablet: TABLET, desk: DESK } as const;
/** Each scheme and each size is tried; all of both only where somebody looks at the pictures. */
const BOTH = ['light', 'dark'] as const;
const SCHEMES = PICTURES
  ? { phone: BOTH, tablet: BOTH, desk: BOTH }
  : ({ phone: ['light'], tablet: ['dark'], desk: BOTH } as const);

const TEXTS = [
  'GET /health 200 in 3 ms',
  'user 7 signed in',
  'WARNING: queue is 80 % full',
  '\u001b[31mERROR\u001b[0m: no route to the database',
];

/** Fifty lines at once, and one with each `write`. */
function logsOf() {
  const saying: Parameters<FollowLog>[1][] = [];
  const follow: FollowLog = (service, say, signal) => {
    for (let i = 0; i < 50; i++) say({ ...logLine(service, i * 1000), text: TEXTS[i % TEXTS.length] ?? '' });
    saying.push(say);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  };
  return { follow, write: (text: string) => saying[0]?.({ ...logLine('orders-0', 90_000), text }) };
}

/** Serves the page of so many services and opens it; it may ask for nothing elsewhere, and end in no error. */
async function open(
  browser: Browser,
  count: number,
  options: { readonly viewport: { width: number; height: number }; readonly colorScheme: 'light' | 'dark' },
  body: (
    page: Page,
    world: ReturnType<typeof fakeParts> & { write: (text: string) => void },
  ) => Promise<void>,
): Promise<void> {
  const { follow, write } = logsOf();
  const { services } = largeSystem(count);
  const parts = fakeParts({
    ...{ follow, sources: largeSources(count) },
    worker: async ([service], say) => say(`${service} restarted, healthy in 1.2 s`),
    answers: {
      services: () => services.map(({ service }) => service),
      files: async (service) =>
        [...Array(30).keys()].map((i) => ({
          path: `${service}/src/file-${i}.py`,
          ...(i % 7 === 6 ? {} : { class: ['live', 'baked', 'ignored'][i % 3] }),
          why: i % 3 === 0 ? 'mounted at /app/src' : 'copied in line 7 of Dockerfile',
        })),
      picture: async () =>
        (
          await svgElement(drawingOf(pageOf(count).dev), {
            id: 'picture',
            title: 'dev: what waits for what',
            link: (name) => `#service/${name}`,
          })
        )
          .replace(/ style="min-width:\d+px"/, '')
          .replace('<svg ', '<svg role="group" '),
      difference: async () => ({
        verdict: 'No data touched. 1 service replaced, 1 rebuilt.',
        remarks: ['Compared with what Compose started in dev mode.'],
        stakes: [{ kind: 'port', service: 'orders-0', text: 'opens 0.0.0.0:9000 (its port 9000)' }],
        services: [
          { service: 'orders-0', effect: 'replaced', lines: ['+ port 9000', '~ memory: 256 MiB → 512 MiB'] },
          { service: 'billing-1', effect: 'rebuilt', lines: ['~ image files: billing-1/Dockerfile'] },
        ],
      }),
    },
  });
  const served = await servePage(parts, 0);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(served.address).origin) && !request.url().startsWith('data:'))
      wrong.push(request.url());
  });
  try {
    await page.goto(served.address);
    await page.locator('tbody tr').first().waitFor();
    expect(page.url()).not.toContain('token');
    await body(page, { ...parts, write });
    expect(wrong).toEqual([]);
  } finally {
    await context.close();
    await served.end();
  }
}

/** axe-core finds nothing wrong, and nothing is wider than the window. */
async function expectReadable(page: Page, what: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${what}.png`) });
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${what}: ${id}: ${html}`))).toEqual(
    [],
  );
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), what).toBeLessThanOrEqual(
    0,
  );
}

const VIEWS = {
  services: ['#', 'tbody tr'],
  service: ['#service/billing-1', 'details summary'],
  logs: ['#logs', '.line'],
  edits: ['#edits', '.edits li'],
  graph: ['#graph', 'svg .node'],
  changes: ['#changes', '.change'],
} as const;

describe.skipIf(BROWSER_LACK)(`the page (skipped: ${BROWSER_LACK ?? 'no'})`, () => {
  it.each(
    Object.keys(SIZES) as (keyof typeof SIZES)[],
  )('is readable to everybody, light and dark, on a %s', (size) =>
    withBrowser(async (browser) => {
      for (const colorScheme of SCHEMES[size])
        await open(browser, 12, { viewport: SIZES[size], colorScheme }, async (page) => {
          for (const [view, [hash, shown]] of Object.entries(VIEWS)) {
            await page.evaluate((to) => location.assign(to), hash);
            await page.locator(shown).first().waitFor();
            await expectReadable(page, `${view}-${size}-${colorScheme}`);
          }
          await page.evaluate(() => location.assign('#service/billing-1'));
          await page.getByRole('button', { name: 'Rebuild …' }).click();
          await page.getByRole('dialog').waitFor();
          await expectReadable(page, `dialog-${size}-${colorScheme}`);
          await page.getByRole('button', { name: 'Rebuild', exact: true }).click();
          await page.locator('.work.done pre').waitFor();
          await expectReadable(page, `work-${size}-${colorScheme}`);
        });
    }));

  it('of a hundred services is used by keyboard: found, looked at, and restarted after a question', () =>
    withBrowser((browser) =>
      open(browser, 100, { viewport: DESK, colorScheme: 'dark' }, async (page, { done }) => {
        await expectReadable(page, 'hundred');
        await page.keyboard.press('/');
        await page.keyboard.insertText('stock-44');
        await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
        await page.locator('tbody th a').press('Enter');
        await page.locator('h2', { hasText: 'stock-44' }).waitFor();
        expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await expect
          .poll(() => page.getByRole('dialog').textContent())
          .toContain('The program of stock-44 ends and begins again');
        await page.keyboard.press('Escape');
        await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
        // who only looks has nothing done
        expect(done).toEqual([]);
        await page.getByRole('button', { name: 'Restart …' }).press('Enter');
        await page.getByRole('button', { name: 'Restart', exact: true }).press('Enter');
        await page.locator('.work.done', { hasText: 'stock-44 restarted, healthy in 1.2 s' }).waitFor();
        expect(done).toEqual(['restart stock-44']);
      }),
    ));

  it('shows logs as they come, filtered, searched and followed', () =>
    withBrowser((browser) =>
      open(browser, 12, { viewport: DESK, colorScheme: 'light' }, async (page, { write }) => {
        await page.goto(`${page.url()}#logs`);
        await expect.poll(() => page.locator('.line').count()).toBe(12 * 50);
        const isAtEnd = () =>
          page.locator('.lines').evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight < 30);
        expect(await isAtEnd()).toBe(true);
        write('the <b>last</b> line');
        const last = page.locator('.line').last();
        await expect.poll(() => last.textContent()).toContain('the <b>last</b> line');
        expect(await isAtEnd()).toBe(true);
        await page.getByRole('searchbox').fill('no route');
        await expect.poll(() => page.locator('.line').count()).toBe(12 * 12);
        expect(await page.locator('.line mark').first().textContent()).toBe('no');
        // colours of a terminal are no text
        expect(await page.locator('.line .text').first().textContent()).toBe(
          'ERROR: no route to the database',
        );
        await page.locator('.choice summary').click();
        await page.getByRole('button', { name: 'none' }).click();
        await page.getByRole('checkbox', { name: 'mail-3' }).check();
        await expect.poll(() => page.locator('.line').count()).toBe(12);
      }),
    ));
});
