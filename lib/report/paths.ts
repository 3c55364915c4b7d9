import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** A path below a directory, relative to it with `/`; undefined for any other. */
export function relativeTo(directory: string, absolute: string): string | undefined {
  const path = relative(directory, absolute);
  if (path === '') return '.';
  return path === '..' || path.startsWith(`..${sep}`) ? undefined : path.split(sep).join('/');
}

/** The directory of the git repository that a directory is in; itself where it is in none. */
export function repositoryOf(directory: string): string {
  for (let at = directory; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, '.git'))) return at;
  return directory;
}
