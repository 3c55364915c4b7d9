import { defineConfig } from 'vitest/config';

/**
 * What mutation testing runs for each mutant: the tests of what is mutated, none that starts a program or synthesises,
 * and not the property tests of COPY resolution, which take seconds and reach nearly every mutant. Every mutant loads
 * them anew, so they share what they load.
 */
export default defineConfig({
  test: {
    include: ['test/{model,rules}/**/*.test.ts'],
    exclude: ['test/model/copy-properties.test.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
