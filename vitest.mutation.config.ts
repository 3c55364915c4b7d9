import { defineConfig } from 'vitest/config';

/**
 * What mutation testing runs for each mutant: the tests of what is mutated, none that starts a program. The property
 * tests and the sample take seconds and reach nearly every mutant, so they are left out. For each mutant all the
 * others run together in a second; to load those that reach it again, each by itself, takes longer.
 */
export default defineConfig({
  test: {
    include: ['test/{model,dockerfile,construct,verify,rules}/**/*.test.ts'],
    exclude: ['test/**/*-{properties,run}.test.ts', 'test/**/sample.test.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
