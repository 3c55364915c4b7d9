/** A path of the source root below a directory of it; `.` is the root itself. */
export function joinPath(directory: string, path: string): string {
  if (directory === '.') return path;
  return path === '' ? directory : `${directory}/${path}`;
}

/** Whether a path is `directory` or lies below it; for paths of one kind without `.`, `..` and a slash at the end. */
export function isBelow(path: string, directory: string): boolean {
  if (directory === '.') return !path.startsWith('/');
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** A few names to read. */
export { few } from '../model/finding.js';

/** An absolute path as the engine reads it: `/app//data/./x/../` → `/app/data`. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return `/${parts.join('/')}`;
}

/** `/app/x.py` → `/app`. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** Whether a path is of a Windows machine: `C:\\Users\\…`, `C:/Users/…`, `\\\\server\\share`. */
export function isOfWindows(path: string): boolean {
  return /^([A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** Whether a file is source code that a process reads once, when it starts. */
export function isCode(path: string): boolean {
  return /\.(py|js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|rb|go|java|kt|rs|cs|ex|exs|pl|lua)$/.test(path);
}
