import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../model/user-error.js';
import type { CatalogEntry } from './catalog.js';

/**
 * The files that a base is made from, sorted by name: those of its folder, and of the folder that it is like where its own has
 * none of that name.
 *
 * @returns name, relative to the folder → absolute path
 * @throws UserError where a folder is missing or empty
 */
export async function baseFiles(
  imagesDir: string,
  { folder, like }: CatalogEntry,
): Promise<Map<string, string>> {
  const common = like === undefined ? [] : await filesOf(path.resolve(imagesDir, like));
  const own = await filesOf(path.resolve(imagesDir, folder));
  return new Map([...new Map([...common, ...own])].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function filesOf(directory: string): Promise<[name: string, file: string][]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  if (entries.length === 0) throw new UserError(`the base image's folder ${directory} is missing or empty`);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => [path.relative(directory, file), file]);
}
