import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../lib/picture/page.js';
import { BROWSER_LACK, withBrowser } from '../live/browser.js';
import { pageOf } from './large.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'octest-page-'));
afterAll(() => rmSync(directory, { recursive: true }));

const DESK = { viewport: { width: 1400, height: 900 } } as const;
const PHONE = { viewport: { width: 375, height: 700 } } as const;

/** Opens the page of so many services; it may ask for nothing, and end in no error. */
async function open(
  browser: Browser,
  count: number,
  options: BrowserContextOptions,
  body: (page: Page) => Promise<void>,
): Promise<void> {
  const file = join(directory, `${count}.html`);
  writeFileSync(file, await renderPage(pageOf(count)));
  const page = await browser.newPage(options);
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  page.on('pageerror', (error) => seen.push(error.message));
  await page.goto(`file://${file}`);
  await body(page);
  expect(seen).toEqual([`file://${file}`]);
}

/** axe-core finds nothing wrong, and nothing is wider than the window. */
async function expectReadable(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
}

describe.skipIf(BROWSER_LACK)(`the page (skipped: ${BROWSER_LACK ?? 'no'})`, () => {
  it('is readable to everybody, on a desk and on a phone, light and dark', () =>
    withBrowser(async (browser) => {
      for (const size of [DESK, PHONE])
        for (const colorScheme of ['light', 'dark'] as const)
          await open(browser, 12, { ...size, colorScheme }, expectReadable);
    }));

  it('of a hundred services is searched by keyboard', () =>
    withBrowser((browser) =>
      open(browser, 100, DESK, async (page) => {
        const focused = () => page.evaluate('document.activeElement.textContent');
        const shown = page.locator('article:visible');
        await page.keyboard.press('Tab');
        await page.keyboard.insertText('billing-46 file-7');
        expect(await page.locator('output').textContent()).toBe('3 of 100 services');
        expect(await shown.locator('h3').allTextContents()).toEqual(['billing-46', 'billing-56', 'mail-93']);
        expect(await shown.locator('li:visible').allTextContents()).toEqual([
          'billing-46/src/file-7.py mounted at /app/src',
        ]);
        await page.keyboard.press('Enter');
        await expect.poll(focused).toBe('billing-46');
        await page.locator('dd a:visible', { hasText: 'billing-36' }).first().press('Enter');
        await expect.poll(focused).toBe('billing-36');
        expect(await shown.count()).toBe(100);
      }),
    ));
});
