import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { plant } from '../disk/tree.js';
import { TYPESCRIPT } from './project-copy.js';

const NAMED = `interface Name { readonly text: string }

export class Named {
  constructor(private readonly name: Name) {}
  get stack() { return new Error(this.name.text).stack; }
}
`;
const run = async (directory: string) =>
  (await execa(process.execPath, ['--import', TYPESCRIPT, join(directory, 'main.ts')])).stdout;

it('loads modules by the names that they have as JavaScript, and a stack has the lines of TypeScript', async () => {
  const main = `import { Named } from './named.js';\nconsole.log(new Named({ text: 'ours' }).stack);\n`;
  const directories = [
    plant({ 'main.ts': main, 'named.ts': NAMED }),
    plant({ 'main.ts': main, 'named.ts': NAMED }),
  ];
  // the second time what the text becomes is known, and lies elsewhere
  for (const directory of directories)
    expect(await run(directory)).toContain(
      `Error: ours\n    at Named.get stack (${directory}/named.ts:5:24)`,
    );
});

it('a stack has the place in a file whose types alone went', async () => {
  const main = `import type { Stats } from 'node:fs';\nconst of: Stats | Error = new Error('ours'); console.log(of.stack);\n`;
  const directory = plant({ 'main.ts': main });
  for (const _ of ['first', 'known'])
    expect(await run(directory)).toContain(`at file://${directory}/main.ts:2:27`);
});

it('sees every change of a file', async () => {
  const directory = plant({ 'main.ts': `console.log('one');\n` });
  const outputs = [await run(directory)];
  writeFileSync(join(directory, 'main.ts'), `console.log('two');\n`);
  outputs.push(await run(directory), await run(directory));
  expect(outputs).toEqual(['one', 'two', 'two']);
});

it('names the place of what it cannot read, and not the file alone', async () => {
  const directory = plant({ 'main.ts': `import './wrong.js';\n`, 'wrong.ts': 'const a = 1;\nno words (\n' });
  await expect(run(directory)).rejects.toThrow(`${directory}/wrong.ts:2\n`);
});
