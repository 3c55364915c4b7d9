import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { expect } from 'vitest';
import type { TestSystem } from './harness.js';
import { CREDENTIALS } from './request.js';

const EXECUTABLE = '/usr/bin/chromium';

/** Why the browser's tests cannot run here; for the title of what is skipped. */
export const BROWSER_LACK = existsSync(EXECUTABLE) ? undefined : `there is no ${EXECUTABLE}`;

/** A real browser, closed when the body ends. @param more flags that it is started with @default - none */
export async function withBrowser(
  body: (browser: Browser) => Promise<void>,
  more: readonly string[] = [],
): Promise<void> {
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'];
  const quiet = ['--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: [...flags, ...quiet, ...more],
  });
  try {
    await body(browser);
  } finally {
    await browser.close();
  }
}

/** Where a browser goes, and what it is started with. */
interface Visit {
  readonly url: string;
  readonly flags: readonly string[];
}

/** The same on a page. An error of the page's own is the test's. @param visit @default - the frontend's own port */
export function onPage(
  system: TestSystem,
  body: (page: Page) => Promise<void>,
  visit: Visit = { url: `http://localhost:${system.port(3000)}/`, flags: [] },
): Promise<void> {
  return withBrowser(async (browser) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await loadWhole(page, () => page.goto(visit.url));
    // at its first page a development server may still bundle packages; it says so to a page that is loaded again
    const shown = page.locator('form, h2').first();
    await shown.waitFor({ timeout: 10_000 }).catch(() => page.reload());
    await body(page);
    expect(errors).toEqual([]);
  }, visit.flags);
}

/**
 * Loads a page, and again where Chromium has given up a part of it: it does when another test's network comes or goes
 * meanwhile (ERR_NETWORK_CHANGED), and a page without its configuration is another page.
 */
export async function loadWhole(page: Page, load: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    let isWhole = true;
    const look = (request: Request) => {
      if (isNetworkChange(request.failure()?.errorText)) isWhole = false;
    };
    page.on('requestfailed', look);
    await load().catch((error: Error) => {
      if (!isNetworkChange(error.message)) throw error;
      isWhole = false;
    });
    page.off('requestfailed', look);
    if (isWhole || tries === 5) return;
  }
}

function isNetworkChange(text = ''): boolean {
  return text.includes('ERR_NETWORK_CHANGED');
}

/** Signs in and asks as a person does; the answer and the notification are read from the page. */
export async function askOnPage(page: Page): Promise<void> {
  await page.fill('input[name=username]', CREDENTIALS.username);
  await page.fill('input[name=password]', CREDENTIALS.password);
  await page.click('form.login button');
  const problem = page.locator('.problem');
  await page.locator('input[name=ask]').or(problem).first().waitFor();
  expect(await problem.allTextContents()).toEqual([]);
  await page.fill('input[name=ask]', 'run uptime on localhost');
  const listed = page.locator('ul.notifications li', { hasText: 'uptime on localhost succeeded' });
  await page.locator('h2', { hasText: 'Notifications' }).waitFor();
  await page.waitForResponse((response) => response.url().includes('/notifications?'));
  const before = await listed.count();
  await page.click('form.ask button');
  const text = page.locator('.answer p.text:not(.failed)');
  await text.waitFor();
  expect(await text.textContent()).toMatch(/^localhost: up \d+ d .* load .* in the last minute\.$/);
  expect(await page.locator('.answer pre').textContent()).toContain('$ cat /proc/uptime /proc/loadavg');
  await listed.nth(before).waitFor();
}
