import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { TOOL } from '../model/tool.js';

const results = z.array(
  z.object({
    /** Everything that was read for it, but for packages: path in the project → digest of its text. */
    files: z.record(z.string(), z.string()),
    errors: z.array(z.object({ file: z.string(), line: z.int(), text: z.string() })),
  }),
);

/** What the compiler says of a project, and of which texts it says so. */
export type TypeResult = z.infer<typeof results>[number];

/** A type error: the file relative to the project's directory. */
export type TypeProblem = TypeResult['errors'][number];

/** A branch and the one before it, an edit and its undoing: each is known still. */
const KEPT = 8;

/** npm's own note of what is installed: with it the types of packages change. */
export const INSTALLED = 'node_modules/.package-lock.json';

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** @returns what was said of exactly these texts, if they were ever checked */
export function knownResult(directory: string): TypeResult | undefined {
  const digests = new Map<string, string>();
  const isSame = ([path, expected]: [string, string]): boolean => {
    const found = digests.get(path) ?? digestOf(join(directory, path));
    digests.set(path, found);
    return found === expected;
  };
  return readResults(directory).find(({ files }) => Object.entries(files).every(isSame));
}

export function keepResult(directory: string, result: TypeResult): void {
  const others = readResults(directory).filter(
    ({ files }) => JSON.stringify(files) !== JSON.stringify(result.files),
  );
  writeAtomically(fileOf(directory), JSON.stringify([result, ...others].slice(0, KEPT)));
}

export function digestOf(path: string): string {
  return existsSync(path) ? digest(readFileSync(path, 'utf8')) : '';
}

function readResults(directory: string): TypeResult[] {
  try {
    return results.parse(JSON.parse(readFileSync(fileOf(directory), 'utf8')));
  } catch {
    // there is none yet, or one that an older version wrote
    return [];
  }
}

function fileOf(directory: string): string {
  return join(directory, 'node_modules/.cache', TOOL, 'types.json');
}
