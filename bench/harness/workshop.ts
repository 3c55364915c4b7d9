import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workshop } from './row.js';

/** Directories that go when their row has ended, and those that several rows use, which go at the end. */
export class Workshops {
  private readonly shared = new Map<string, Promise<unknown>>();
  private readonly made: string[] = [];
  private readonly ends: (() => Promise<void>)[] = [];

  /** One for a row. @param made collects its directories */
  for(made: string[]): Workshop {
    return {
      directory: () => newDirectory(made),
      once: <T>(
        name: string,
        make: (directory: string) => Promise<T>,
        end?: (made: T) => Promise<void>,
      ): Promise<T> => {
        const known = this.shared.get(name);
        if (known) return known as Promise<T>;
        const fresh = make(newDirectory(this.made));
        this.shared.set(name, fresh);
        if (end) this.ends.push(async () => end(await fresh));
        return fresh;
      },
    };
  }

  async end(): Promise<void> {
    for (const end of this.ends.splice(0)) await end();
    removeAll(this.made);
  }
}

export function removeAll(directories: string[]): void {
  // a start leaves a process that checks types, and may still write
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}

function newDirectory(made: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'twomode-bench-'));
  made.push(directory);
  return directory;
}
