import { expect, it } from 'vitest';
import { call } from './call.js';
import { PROJECT } from './project-copy.js';

it('help of a command is its own, and of one that is not there a line', async () => {
  const logs = await call(PROJECT, ['help', 'logs']);
  expect(logs).toMatchObject({ code: 0, stderr: '' });
  expect(logs.stdout).toMatch(/^Usage: \.\/opsconductor logs /);
  expect(await call(PROJECT, ['help', 'nope'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: unknown command "nope". Fix: see ./opsconductor --help.\n',
  });
});
