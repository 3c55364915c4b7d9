import { existsSync, statSync } from 'node:fs';
import { UsageError } from '../model/user-error.js';

/**
 * A source root that can be worked with.
 * @param variable by which it can be named
 * @throws UsageError for one that is not there, or is none
 */
export function sourceRootAt(path: string, variable: string): string {
  requireOneLine('source root', path);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(
      `source root ${path} ${existsSync(path) ? 'is not a directory' : 'does not exist'}`,
      `check ${variable}, or sourceRoot in cdktf.json`,
    );
  return path;
}

/** Messages, logs and what the engine lists have a line for each thing: a path may not end one. */
export function requireOneLine(what: string, path: string): void {
  if (/[\n\r]/.test(path))
    throw new UsageError(
      `the path of the ${what} has a line break: ${JSON.stringify(path)}`,
      'rename that directory',
    );
}
