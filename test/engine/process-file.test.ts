import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
