import { afterAll, vi } from 'vitest';

/** The unit tests share their processes: what a file sets up for itself is not there for the next. */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
