import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { SHAPES } from '../../cli/shapes.js';
import { filesShape } from '../../lib/report/files.js';
import { call } from '../cli/call.js';
import { PROJECT } from '../cli/project-copy.js';
import { CONVENTIONS } from '../conventions.js';
import { commandsPage, DAILY, SCHEMAS, typedFor } from './commands-page.js';

const docs = (file: string) => join(PROJECT, 'docs', file);
/** Words that somebody types, each with a script or a call of its own. */
const typed = [
  ...Object.keys(CONVENTIONS.commands).filter(
    (word) => !['setup', 'program', 'entry', 'deploy', 'destroy'].includes(word),
  ),
  ...DAILY,
];

async function helpOf(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await call(PROJECT, [...words, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

it('docs/commands.md has the help of every command: npm run reference', async () => {
  const help = new Map<string, string>();
  for (const word of typed) help.set(word, await helpOf([word]));
  await expect(commandsPage(help)).toMatchFileSnapshot(docs('commands.md'));
});

it('every command has examples, each of which is a call of it, and says what its exit codes mean', async () => {
  for (const word of typed) {
    const text = await helpOf([word]);
    const start = typedFor(word);
    const [, examples = ''] = /\nExamples:\n((?: {2}.*\n)+)/.exec(text) ?? [];
    const lines = examples.trimEnd().split('\n');
    expect(
      lines.filter((line) => !line.startsWith(`  ${start}`)),
      word,
    ).toEqual([]);
    expect(text, word).toMatch(/\nExit code: /);
  }
});

it('dev and prod have the same options', async () => {
  const options = async (mode: string) =>
    [...(await helpOf([mode])).matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
  expect(await options('dev')).toEqual(await options('prod'));
});

it.each(
  Object.entries({ ...SHAPES, files: filesShape }),
)('docs/%s.schema.json describes what --json prints', async (name, shape) => {
  const schema = `${JSON.stringify(z.toJSONSchema(shape), undefined, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(docs(`${name}.schema.json`));
});

it('every command with --json has a schema', async () => {
  for (const word of typed) expect((await helpOf([word])).includes('--json '), word).toBe(word in SCHEMAS);
  for (const file of Object.values(SCHEMAS))
    expect(JSON.parse(readFileSync(docs(file), 'utf8'))).toHaveProperty('title');
});
