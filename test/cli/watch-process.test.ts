import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { afterAll, expect, it } from 'vitest';
import { staying } from '../../cli/staying.js';
import { lock } from '../../lib/watch/lock.js';
import { named } from '../conventions.js';

const directory = mkdtempSync(join(tmpdir(), 'octest-watch-'));
afterAll(() => rmSync(directory, { recursive: true }));

const outfile = join(directory, 'watch-process.cjs');

it('the watcher is bundled without a warning, and has no package that watching does not need', async () => {
  const { warnings, metafile } = await build({
    ...{ entryPoints: ['cli/watch-process.ts'], outfile, bundle: true, metafile: true },
    ...{ platform: 'node', logLevel: 'silent' },
  });
  expect(warnings).toEqual([]);
  const packages = Object.keys(metafile.inputs).flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  // execa and zod alone would be a quarter of the memory that it may have
  expect([...new Set(packages)].sort()).toEqual(['@balena/dockerignore', 'chokidar', 'readdirp']);
});

it.each([
  ['bundled', () => [outfile]],
  ['as a checkout has it, without what only bundles', () => staying('watch-process').words],
])('the watcher, %s, says in one line that another watches already', async (_, words) => {
  const plan = {
    ...named('acme'),
    sourceRoot: directory,
    services: [],
    without: [],
    environment: {},
    rebuild: false,
  };
  mkdirSync(join(directory, plan.conventions.workDirectory), { recursive: true });
  const giveBack = lock(plan);
  const file = join(directory, 'plan.json');
  writeFileSync(file, JSON.stringify({ ...plan, engine: 'compose' }));
  const call = execa(process.execPath, [...words(), file], { reject: false, cwd: directory });
  const { exitCode, stdout, stderr } = await call;
  giveBack();
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: process ${process.pid} already watches acme. Fix: watch there, or stop it with Ctrl-C first.`,
  });
});
