import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { ProcessFile } from '../../lib/engine/process-file.js';
import { plant } from '../disk/tree.js';

it('a process that was ended from outside has left its file behind, one that ended by itself has not', () => {
  const path = join(plant(), 'guard.lock');
  const file = new ProcessFile(path);
  expect(file.isLeftBehind).toBe(false);
  // the same number, of a process from before the machine was restarted
  writeFileSync(path, `${process.pid} 1`);
  expect(file.isLeftBehind).toBe(true);
  expect(file.take()).toBeUndefined();
  expect(file.isLeftBehind).toBe(false);
  file.giveBack();
  expect(file.isLeftBehind).toBe(false);
});

it.each([
  '0',
  '-1',
  '1e9',
  '',
  'x',
  '1.5',
])('a file that says "%s" names no process: nothing is ended by it', (text) => {
  const path = join(plant({ 'change.lock': text }), 'change.lock');
  const kill = vi.spyOn(process, 'kill');
  const file = new ProcessFile(path);
  expect(file.holder()).toBeUndefined();
  expect(kill.mock.calls.filter(([pid]) => pid <= 0)).toEqual([]);
  kill.mockRestore();
  expect(file.take()).toBeUndefined();
  file.giveBack();
});

it('a process of another user, which nobody else can end, has its file taken away, by which it ends', async () => {
  const path = join(plant(), 'guard.lock');
  const file = new ProcessFile(path);
  file.take();
  const kill = vi.spyOn(process, 'kill').mockImplementation((_, signal) => {
    if (signal === 0) return true;
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  });
  await file.end();
  kill.mockRestore();
  expect(existsSync(path)).toBe(false);
});
