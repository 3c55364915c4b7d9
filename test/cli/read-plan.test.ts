import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readPlan } from '../../cli/read-plan.js';
import { plant } from '../disk/tree.js';

it.each<[string, (path: string) => void]>([
  ['gone', () => {}],
  ['a directory', (path) => mkdirSync(path)],
  ['truncated', (path) => writeFileSync(path, '{"sourceRoot": "/')],
  ['of another version', (path) => writeFileSync(path, '{"version": 9, "sourceRoot": "/", "services": []}')],
])('a plan that is %s ends its process in one line', (_, damage) => {
  const path = join(plant(), 'plan.json');
  damage(path);
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended');
  });
  expect(() => readPlan(path)).toThrow('ended');
  expect(said.mock.calls).toEqual([[`error: ${path} is no plan of this version. Fix: start it again.`]]);
  expect(exit).toHaveBeenCalledWith(1);
  vi.restoreAllMocks();
});
