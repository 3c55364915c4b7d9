import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { identity, isAlive } from '../../lib/disk/alive.js';

it('a process is there until it has ended, also where its parent never asks for it', async () => {
  // the second program has a child that it does not know
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
  expect(isAlive(pid)).toBe(true);
  expect(identity(pid)).toMatch(new RegExp(`^${pid} \\d+$`));
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
  // its number is still taken
  expect(process.kill(pid, 0)).toBe(true);
  parent.kill();
});

it('the first process is there, and one of a number that nobody has is not', () => {
  expect(isAlive(1)).toBe(true);
  expect(isAlive(99_999_999)).toBe(false);
  expect(identity(99_999_999)).toBe('99999999');
});
