/** Paths as Compose files have them, on any machine: `node:path` would read those of the machine it runs on. */

const DRIVE = /^[A-Za-z]:[\\/]/;

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\\\') || DRIVE.test(path);
}

/** `path` seen from a directory: absolute, without `.` and `..`. A path of Windows stays as it is. */
export function resolvePath(directory: string, path: string): string {
  if (isAbsolute(path) && !path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : directory}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function directoryOf(path: string): string {
  return resolvePath(path, '..');
}

/** `path` relative to `root` where it lies below it (`.` is the root itself), else as it is. */
export function relativeTo(root: string, path: string): string {
  if (path === root) return '.';
  const prefix = root === '/' ? root : `${root}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
