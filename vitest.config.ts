import module from 'node:module';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.js';

// without it no file of TypeScript loads, and each test would say so in its own way
if (!('registerHooks' in module)) {
  console.error(
    `error: Node ${process.version} is too old for the tests. Fix: use Node 22.15 or newer; ./scripts/test.sh installs one.`,
  );
  process.exit(1);
}

/** What is too slow for every push; test/README.md says why each of them may wait for the night. */
export const FULL = [
  'test/cli/workflow.live.test.ts',
  'test/live/attributes-terraform.live.test.ts',
  'test/live/copies.live.test.ts',
  'test/live/copy-resolution.live.test.ts',
  'test/live/every-command.live.test.ts',
  'test/live/fresh-machine.live.test.ts',
  'test/live/swarm-machines.live.test.ts',
  'test/live/swarm-moves.live.test.ts',
  'test/live/watch-saves-terraform.live.test.ts',
];

/** Faults that are injected for their table, and not on every push: they take minutes. */
const FAULTS = 'test/faults/!(quick).live.test.ts';

/** What puts something else in the place of whole modules, which no other file may find there. */
const MOCKS = ['test/watch/restarts.test.ts', 'test/watch/watcher.test.ts'];

/** Of what needs a Docker Engine. */
const live = {
  testTimeout: 300_000,
  hookTimeout: 600_000,
  globalSetup: 'test/live/layers.ts',
  setupFiles: 'test/ends-with-run.ts',
};

/**
 * `unit` needs nothing but Node, nor does `unit-mocks`. What is live needs a Docker Engine: `live` in three lanes, for a start is waiting as much
 * as it is work; `live-full` likewise, with `--full` alone; `live-faults` with `--faults` alone.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.live.test.ts', ...MOCKS],
          globalSetup: 'test/updates.ts',
          // files share their processes: to load the library for each one takes as long as all the tests do
          isolate: false,
          setupFiles: ['test/ends-with-run.ts', 'test/each-file.ts'],
          maxWorkers: 2,
          // some start the whole program, on two busy cores
          testTimeout: 60_000,
          // the whole project is tsc's own check, and takes five times as long
          typecheck: {
            enabled: true,
            include: ['test/**/*.test-d.ts'],
            tsconfig: './tsconfig.type-tests.json',
          },
        },
      },
      { test: { name: 'unit-mocks', include: MOCKS, maxWorkers: 2, setupFiles: 'test/ends-with-run.ts' } },
      {
        test: {
          ...live,
          name: 'live',
          include: ['test/**/*.live.test.ts'],
          exclude: [...FULL, FAULTS],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...live,
          name: 'live-full',
          include: FULL,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...live,
          name: 'live-faults',
          include: ['test/faults/*.live.test.ts'],
          // a fault is injected up to twenty times in one test, also on a busy machine
          testTimeout: 1_800_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
