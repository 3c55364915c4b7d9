import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { secretsFile } from '../../lib/model/deployment.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { PROJECT, TYPESCRIPT } from './project-copy.js';

const VALUE = `p@ss w0rd/#$HOME'"%{x}=`;

/** What a start does of it, for a system with one secret from the team and one that is made up. */
const program = (root: string) => `
import { askSecrets } from '${PROJECT}/cli/ask-secrets.ts';
import { secretive } from '${PROJECT}/test/spec.ts';
const dev = secretive('dev', { TOKEN: 'from the team', MADE_UP: 'fernet' });
await askSecrets({ systems: { dev }, settings: { sourceRoot: '${root}' } } as never, 'dev');
console.log('asked');
`;

it('whoever starts is asked once for what the team knows, and does not see it typed', async () => {
  const root = plant();
  const file = join(plant({ 'ask.mts': program(root) }), 'ask.mts');
  const command = `'${process.execPath}' --import '${TYPESCRIPT}' '${file}'`;
  // a terminal of its own
  const terminal = execa('script', ['-qec', command, '/dev/null'], { cwd: PROJECT });
  let shown = '';
  terminal.stdout.on('data', (part) => {
    shown += part;
    if (shown.endsWith('not shown): ')) terminal.stdin.write(`${VALUE}\r`);
  });
  await terminal;
  const path = join(root, secretsFile(CONVENTIONS, 'dev'));
  expect(shown.replaceAll('\r', '')).toBe(
    `TOKEN (comes from the team; not shown): \nNoted in ${path}\nasked\n`,
  );
  expect(readFileSync(path, 'utf8')).toBe(`TOKEN=${VALUE}\n`);

  const again = await execa('script', ['-qec', command, '/dev/null'], { cwd: PROJECT });
  expect(again.stdout.replaceAll('\r', '')).toBe('asked');
  const withoutTerminal = await execa(process.execPath, ['--import', TYPESCRIPT, file], {
    cwd: PROJECT,
    stdin: 'ignore',
  });
  expect(withoutTerminal.stdout).toBe('asked');
});
