import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Conventions, generatedHeader } from '../model/conventions.js';
import { byHand } from '../model/deployment.js';

/** Does something with a file. Node leaves the path out of what fails once the file is open: a disk that is full, for example. */
export function at<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && !('path' in error)) Object.assign(error, { path });
    throw error;
  }
}

/** A file's text; undefined where there is none. */
export function readText(path: string): string | undefined {
  return existsSync(path) ? at(path, () => readFileSync(path, 'utf8')) : undefined;
}

/** Writes beside the file and renames: a reader sees the old text or the new, never a half. Same text: untouched. */
export function writeAtomically(path: string, text: string, mode = 0o644): void {
  if (readText(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    at(path, () => writeFileSync(fresh, text, { mode }));
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  renameSync(fresh, path);
}

/** The one folder in a source root that is ours. It ignores itself: a checkout need not know of it. */
export function ignoreWorkDirectory(
  root: string,
  { workDirectory }: Pick<Conventions, 'workDirectory'>,
): void {
  writeAtomically(join(root, workDirectory, '.gitignore'), '*\n');
}

/** The project's own files of variables for Compose, relative to the source root: those that are there. */
export function ownVariables(root: string, { envFile = [] }: Pick<Conventions, 'envFile'>): string[] {
  return [envFile].flat().filter((file) => existsSync(join(root, file)));
}

/** Whether a Compose file begins as generated ones do: one that does not was written by hand. */
function isGenerated(path: string, conventions: Conventions): boolean {
  return readFileSync(path, 'utf8').startsWith(generatedHeader(conventions));
}

/** Makes room for a generated Compose file. @returns the name under which one that was written by hand is kept, if there was one */
export function adoptByHand(path: string, conventions: Conventions): string | undefined {
  if (!existsSync(path) || isGenerated(path, conventions)) return undefined;
  let attempt = 1;
  while (lstatSync(byHand(path, attempt), { throwIfNoEntry: false })) attempt++;
  renameSync(path, byHand(path, attempt));
  return basename(byHand(path, attempt));
}

/** Removes a file that was generated, and none that was written by hand. */
export function removeGenerated(path: string, conventions: Conventions): void {
  if (existsSync(path) && isGenerated(path, conventions)) rmSync(path);
}
