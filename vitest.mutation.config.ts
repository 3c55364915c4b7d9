import { defineConfig } from 'vitest/config';

/**
 * What mutation testing runs for each mutant: the tests of what is mutated, none that starts a program, and not the
 * property tests of COPY resolution, which take seconds and reach nearly every mutant.
 */
export default defineConfig({
  test: {
    include: ['test/{model,rules,constructs}/**/*.test.ts', 'test/docs/validator.test.ts'],
    exclude: ['test/model/copy-properties.test.ts'],
    testTimeout: 60_000,
  },
});
