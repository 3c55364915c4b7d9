import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `live` needs a Docker Engine, and one file at a time has it. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.live.test.ts'],
          // some start the whole program, on machines with two busy cores
          testTimeout: 60_000,
          typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] },
        },
      },
      {
        test: {
          name: 'live',
          include: ['test/**/*.live.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
