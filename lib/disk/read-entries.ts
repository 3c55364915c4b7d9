import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type ContextEntry, readFile } from './context.js';
import { ignoreFileOf, keptBy } from './context-files.js';
import { NEVER } from './source-tree.js';

/** What a path below a directory is: a file or link, or all files and links below it; nothing where it is missing. */
export function readPath(directory: string, path: string): ContextEntry[] {
  const absolute = join(directory, path);
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return walk(directory, path);
  if (stats?.isSymbolicLink())
    return [{ path, content: { link: readlinkSync(absolute) }, executable: false }];
  if (!stats?.isFile()) return [];
  return [{ path, ...readFile(absolute) }];
}

/** The same under another name: `as` stands for `path` in what is found. */
export function readAs(directory: string, path: string, as: string): ContextEntry[] {
  return readPath(directory, path).map((entry) => ({ ...entry, path: as + entry.path.slice(path.length) }));
}

/** All files and links below a directory; sockets and the like are not source. */
export function walk(directory: string, prefix = ''): ContextEntry[] {
  return readdirSync(join(directory, prefix))
    .filter((name) => !NEVER.has(name))
    .flatMap((name) => readPath(directory, prefix === '' ? name : `${prefix}/${name}`));
}

/** Whether a path is part of the context whose files these are: what the ignore file of its Dockerfile says. */
export function ignoreFilter(
  entries: readonly ContextEntry[],
  dockerfile: string,
): (path: string) => boolean {
  const file = ignoreFileOf(dockerfile, (own) => entries.some(({ path }) => path === own));
  const ignore = entries.find(({ path }) => path === file);
  if (!ignore || 'link' in ignore.content) return () => true;
  const keeps = keptBy(readFileSync(ignore.content.file, 'utf8'));
  return (path) => path === file || keeps(path);
}
