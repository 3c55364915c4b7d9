import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { changedFiles, copyRepository } from '../cli/project-copy.js';
import { plant } from '../disk/tree.js';

it('init begins a project where it is called, not where the executable is', async () => {
  const copy = copyRepository();
  const directory = plant();
  const { exitCode, stderr } = await execa(join(copy, 'opsconductor'), ['init', 'greetings'], {
    ...{ cwd: directory, reject: false },
    env: { HOME: join(copy, 'home') },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(readdirSync(directory)).toContain('main.ts');
  expect(existsSync(join(copy, 'infra'))).toBe(false);
  expect(changedFiles(copy)).toEqual([]);
});
