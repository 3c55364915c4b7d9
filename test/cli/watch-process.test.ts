import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { afterAll, expect, it } from 'vitest';
import { lock } from '../../lib/watch/lock.js';
import { named } from '../conventions.js';

const directory = mkdtempSync(join(tmpdir(), 'octest-watch-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('the watcher, bundled without a warning, says in one line that another watches already', async () => {
  const outfile = join(directory, 'watch-process.cjs');
  const { warnings } = await build({
    ...{ entryPoints: ['cli/watch-process.ts'], outfile, bundle: true },
    ...{ platform: 'node', logLevel: 'silent' },
  });
  expect(warnings).toEqual([]);

  const plan = {
    ...named('acme'),
    sourceRoot: directory,
    services: [],
    without: [],
    environment: {},
    rebuild: false,
  };
  mkdirSync(join(directory, plan.conventions.workDirectory));
  const giveBack = lock(plan);
  const file = join(directory, 'plan.json');
  writeFileSync(file, JSON.stringify({ ...plan, engine: 'compose' }));
  const { exitCode, stdout, stderr } = await execa(process.execPath, [outfile, file], { reject: false });
  giveBack();
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: process ${process.pid} already watches acme. Fix: watch there, or stop it with Ctrl-C first.`,
  });
});
