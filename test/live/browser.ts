import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestSystem } from './harness.js';
import { CREDENTIALS } from './request.js';

const EXECUTABLE = '/usr/bin/chromium';

/** Why the browser's tests cannot run here; for the title of what is skipped. */
export const BROWSER_LACK = existsSync(EXECUTABLE) ? undefined : `there is no ${EXECUTABLE}`;

/**
 * A real browser, closed when the body ends. Chromium gives up every request when another test's network comes or goes
 * (ERR_NETWORK_CHANGED), and a page without a part of it is another page: a body that fails in such a browser has shown
 * nothing, and is tried in a fresh one. So it may begin again.
 * @param more flags that it is started with @default - none
 */
export async function withBrowser(
  body: (browser: Browser) => Promise<void>,
  more: readonly string[] = [],
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const log = join(tmpdir(), `net-log-${process.pid}-${randomUUID()}.json`);
    const error = await inBrowser(body, [`--log-net-log=${log}`, ...more]).catch((thrown: unknown) => thrown);
    const wasInterrupted = existsSync(log) && readFileSync(log, 'utf8').includes(NETWORK_CHANGED);
    rmSync(log, { force: true });
    if (error === undefined) return;
    if (!wasInterrupted || tries === 4) throw error;
  }
}

/** The number of the error in Chromium's log of the network. Source: Chromium, net/base/net_error_list.h. */
const NETWORK_CHANGED = '"net_error":-21';

async function inBrowser(
  body: (browser: Browser) => Promise<void>,
  more: readonly string[],
): Promise<undefined> {
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
    await page.goto(visit.url);
    // at its first page a development server may still bundle packages; it says so to a page that is loaded again
    const shown = page.locator('form, h2').first();
    await shown.waitFor({ timeout: 10_000 }).catch(() => page.reload());
    await body(page);
    expect(errors).toEqual([]);
  }, visit.flags);
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
