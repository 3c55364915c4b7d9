import { defineConfig } from 'vitest/config';

/** What mutation testing runs for each mutant: the tests of what is mutated, none that starts a program. */
export default defineConfig({
  test: {
    include: ['test/{model,rules,constructs}/**/*.test.ts', 'test/docs/validator.test.ts'],
    testTimeout: 60_000,
  },
});
