import { execa } from 'execa';
import { expect, it } from 'vitest';

const PROGRAM = `import { ask } from './cli/ask.ts'; console.error(await ask('Remove it? [y/N] '));`;

it('an answer through a pipe leaves what follows on a line of its own, as one that is typed', async () => {
  const words = ['--import', './cli/typescript.mjs', '--input-type=module', '--eval', PROGRAM];
  expect((await execa('node', words, { input: 'yes\n' })).stderr).toBe('Remove it? [y/N] \nyes');
  expect((await execa('node', words, { input: '' })).stderr).toBe('Remove it? [y/N] \n');
});
