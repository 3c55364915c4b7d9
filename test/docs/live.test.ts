import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { copyProject, EXAMPLE, PROJECT, start, TYPESCRIPT } from '../cli/project-copy.js';
import { edited, editsOf } from './page.js';

const PAGE = 'docs/live.md';
const RENDERED = ['docker-compose.dev.yml', 'docker-compose.clean.yml'].map((name) => `${EXAMPLE}/${name}`);

/** What a reviewer reads of a file. */
function diffOf(copy: string, path: string): string {
  const words = ['diff', '--no-index', '--unified=0', join(PROJECT, path), join(copy, path)];
  const lines = spawnSync('git', words, { encoding: 'utf8' }).stdout.split('\n');
  const changed = lines.filter((line) => /^[-+](?!--|\+\+)/.test(line));
  return changed.length > 0 ? [`# ${path}`, ...changed, ''].join('\n') : '';
}

it('who makes a path live as the page says gets the diff that it shows', { timeout: 120_000 }, async () => {
  const page = readFileSync(PAGE, 'utf8');
  const copy = copyProject();
  for (const { file, lines } of editsOf(page)) {
    const path = join(copy, file);
    writeFileSync(path, edited(readFileSync(path, 'utf8'), lines));
  }
  const directory = join(copy, EXAMPLE, 'asset-service/reports');
  mkdirSync(directory);
  writeFileSync(join(directory, 'monthly.txt'), '');
  // what `npm run synth` does, without npm and cdktf's own command around it
  const program = [process.execPath, '--import', TYPESCRIPT, 'cli/index.ts', 'synth'];
  expect(await start(copy, program)).toMatchObject({ code: 0, stderr: '' });

  const diff = RENDERED.map((path) => diffOf(copy, path)).join('');
  const written = page.replace(/(?<=```diff\n)(?!# constructs)[\s\S]*?(?=```)/, () => diff);
  if (inject('updates')) writeFileSync(PAGE, written);
  else expect(page, 'this file, with --update, writes it').toBe(written);
});
