import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'twomode-faster-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('what the scripts load is compiled once, and again when it has changed', () => {
  const says = (text: string) => {
    writeFileSync(join(directory, 'main.mjs'), `import { word } from './word.mjs';\nconsole.log(word);\n`);
    writeFileSync(join(directory, 'word.mjs'), `export const word = '${text}';\n`);
    const words = ['--import', resolve('scripts/faster.mjs'), 'main.mjs'];
    return execFileSync(process.execPath, words, { cwd: directory, encoding: 'utf8' }).trim();
  };
  expect([says('one'), says('one'), says('two'), says('one')]).toEqual(['one', 'one', 'two', 'one']);
  expect(readdirSync(join(directory, 'node_modules/.cache/twomode/compiled'))).not.toEqual([]);
});
