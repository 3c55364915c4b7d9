import { readFileSync, writeFileSync } from 'node:fs';

/** Writes a revision that GET /about shows into a Python file of the sample, in place. */
export function saveRevision(path: string, revision: string): void {
  const old = readFileSync(path, 'utf8');
  const text = old.replace(/^(VERSION|SHARED) = ".*"$/m, `$1 = "${revision}"`);
  if (text === old) throw new Error(`${path} has no revision`);
  writeFileSync(path, text);
}
