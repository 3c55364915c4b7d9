import { afterAll, afterEach, vi } from 'vitest';
import { removePlanted } from './disk/tree.js';

/** The unit tests share their processes: what a file sets up for itself is not there for the next. */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

// a hook of a module that they share is one of the first file's alone
afterEach(removePlanted);
