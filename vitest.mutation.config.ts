import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Those of some subjects alone, which is many times as fast: `MUTATION_TESTS='test/rules/wiring.test.ts'`. */
const chosen = process.env.MUTATION_TESTS?.split(' ');

/** The path of a machine that has what the tests start, and no Compose. */
const path = mkdtempSync(join(tmpdir(), 'mutation-path-'));
process.on('exit', () => rmSync(path, { recursive: true, force: true }));
for (const name of ['git', 'mkdir', 'mv', 'rm', 'sh', 'which'])
  symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(path, name));
symlinkSync(process.execPath, join(path, 'node'));

/**
 * What mutation testing runs for each mutant: the tests of what is mutated, none that starts a program, for which Compose is
 * not on the path. The property tests and the sample take seconds and reach nearly every mutant, so they are left out. For
 * each mutant all the others run together; to load those that reach it again, each by itself, takes longer.
 */
export default defineConfig({
  test: {
    include: chosen ?? [
      'test/{model,dockerfile,construct,verify,rules}/**/*.test.ts',
      // rules that only whole setups show
      'test/cases/{precision,silent-kinds,whole-systems}.test.ts',
    ],
    exclude: ['test/**/*-{properties,run}.test.ts', 'test/**/{sample,sentences,health,scratch}.test.ts'],
    env: { PATH: path },
    isolate: false,
    testTimeout: 60_000,
  },
});
