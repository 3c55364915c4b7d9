import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { BROWSER_LACK, onPage } from './browser.js';
import type { TestSystem } from './harness.js';

const TYPED = 'typed before the edit';

/** Saves as some editors do, and as others and git do. */
const SAVES = {
  'in place': (path: string, text: string) => writeFileSync(path, text),
  'by rename': (path: string, text: string) => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  },
} as const;

/** @param running the system, in dev, once the tests begin */
export function describeHotFrontend(running: () => TestSystem): void {
  describe.skipIf(BROWSER_LACK)(
    `the frontend's page in dev, with a port offset (skipped: ${BROWSER_LACK ?? 'no'})`,
    () => {
      const at = (path: string) => join(running().root, 'frontend/src', path);

      /** A page with state in a form's field; after the body it must be the same page with the same state. */
      const onTypedPage = (body: (page: Page) => Promise<void>) =>
        onPage(running(), async (page) => {
          let loads = 0;
          page.on('load', () => loads++);
          await page.fill('input[name=username]', TYPED);
          await body(page);
          expect(await page.inputValue('input[name=username]')).toBe(TYPED);
          expect(loads, 'loads of the page').toBe(0);
        });

      it.each(
        Object.entries(SAVES),
      )('shows a component that was saved %s, without a load and with its state', (how, save) =>
        onTypedPage(async (page) => {
          const old = readFileSync(at('LoginForm.tsx'), 'utf8');
          save(at('LoginForm.tsx'), old.replace(/User name.*/, `User name, saved ${how}`));
          await page.locator('label', { hasText: `User name, saved ${how}` }).waitFor();
        }));

      it('shows what a component imports from a file that is new', () =>
        onTypedPage(async (page) => {
          writeFileSync(at('Fresh.tsx'), 'export function Fresh() { return <p id="fresh">fresh</p>; }\n');
          const old = readFileSync(at('LoginForm.tsx'), 'utf8');
          const text = `import { Fresh } from './Fresh';\n${old.replace('<h2>', '<Fresh /><h2>')}`;
          SAVES['by rename'](at('LoginForm.tsx'), text);
          await page.locator('#fresh', { hasText: 'fresh' }).waitFor();
        }));

      it('shows an edit of the style sheet', () =>
        onTypedPage(async (page) => {
          const old = readFileSync(at('style.css'), 'utf8');
          SAVES['by rename'](at('style.css'), `${old}\nfooter { color: rgb(1, 2, 3); }\n`);
          await page.waitForFunction(
            'getComputedStyle(document.querySelector("footer")).color === "rgb(1, 2, 3)"',
          );
        }));

      it('shows an edit of shared/', () =>
        onTypedPage(async (page) => {
          const path = join(running().root, 'shared/levels.json');
          const old = readFileSync(path, 'utf8');
          SAVES['by rename'](path, old.replace(/"revision": ".*?"/, '"revision": "edited"'));
          await page.locator('footer', { hasText: 'shared edited' }).waitFor();
        }));

      it('says where an error of syntax is, and goes on with the next good save', () =>
        onTypedPage(async (page) => {
          const good = readFileSync(at('LoginForm.tsx'), 'utf8');
          SAVES['in place'](at('LoginForm.tsx'), good.replace('return (', 'return (('));
          const overlay = page.locator('vite-error-overlay');
          await overlay.waitFor();
          expect(await overlay.locator('.file').textContent()).toContain('/app/src/LoginForm.tsx');
          SAVES['in place'](at('LoginForm.tsx'), good.replace(/User name.*/, 'User name, fixed'));
          await page.locator('label', { hasText: 'User name, fixed' }).waitFor();
          await overlay.waitFor({ state: 'detached' });
        }));
    },
  );
}
