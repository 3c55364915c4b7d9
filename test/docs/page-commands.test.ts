import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { USES } from '../cli/uses.js';
import { commandsOf, ownWords, PAGES } from './page-commands.js';
import { ELSEWHERE } from './run-elsewhere.js';

/** Calls that `test/cli/readme-commands.test.ts` makes. */
const CALLED = new Set(
  Object.entries(USES).flatMap(([command, { right, wrong }]) =>
    [...right, ...wrong].map(({ words }) => `${command} ${words}`.trim()),
  ),
);
/** `test/scripts/cdktf.test.ts` makes all of them. */
const isOfCdktf = (command: string) => /^([A-Z_]+=\S+ )*\.\/scripts\/cdktf\.sh\b/.test(command);
const pages = PAGES.map((page) => ({ page, commands: commandsOf(page) }));

describe('what somebody can type from a page', () => {
  it.each(pages)('is called by a test: $page', ({ commands }) => {
    const untested = commands.filter(
      (command) =>
        !CALLED.has(ownWords(command)) &&
        !isOfCdktf(command) &&
        !Object.hasOwn(ELSEWHERE, command) &&
        // runs nothing
        !/^cd \S+$/.test(command),
    );
    expect(
      untested,
      'give test/cli/uses.ts a right use, or say in run-elsewhere.ts which test makes it',
    ).toEqual([]);
  });

  it('is shown by the file that makes the call, where that is another', () => {
    const wrong = Object.entries(ELSEWHERE).filter(
      ([, [file, shows]]) => !readFileSync(file, 'utf8').includes(shows),
    );
    expect(wrong).toEqual([]);
  });

  it('is still on a page, where it is said which test makes it', () => {
    const all = new Set(pages.flatMap(({ commands }) => commands));
    expect(Object.keys(ELSEWHERE).filter((command) => !all.has(command))).toEqual([]);
    expect(all.size).toBeGreaterThan(90);
  });
});
