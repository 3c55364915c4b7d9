import { UserError } from './user-error.js';

/** A file or directory that dev mounts over the image, relative to the service's source directory. */
export interface LivePath {
  /** What there has to be at the path: the engine would create a directory for what is missing. */
  readonly kind: 'file' | 'dir';
  /** Below the service's directory, written straight down: `main.py`. */
  readonly path: string;
  /** Whether the container may write there; it then runs as the developer. @default false */
  readonly writable?: boolean;
  /** Whether the running service sees a change by itself; otherwise dev mode restarts it. @default false */
  readonly hot?: boolean;
}

/** How a live path differs from the usual. */
export interface LivePathOptions {
  /** Whether the container may write there; it then runs as the developer. @default false */
  readonly writable?: boolean;
  /** Whether the running service sees a change by itself; otherwise dev mode restarts it. @default false */
  readonly hot?: boolean;
}

/**
 * `P` where it names something below the service's directory in the plainest way, otherwise the sentence that says why not: the
 * editor shows it as what was expected. A path that is only known at run time is checked then.
 */
export type Below<P extends string> = string extends P
  ? P
  : P extends '' | '.' | './'
    ? `'${P}' is the service's directory itself: name the files and directories in it that are live`
    : P extends `/${string}`
      ? `'${P}' is absolute: name it relative to the service's directory`
      : P extends '..' | `../${string}`
        ? `'${P}' climbs out of the service's directory`
        : P extends `${string}/..` | `${string}/../${string}`
          ? `'${P}' climbs by '..': name it straight down from the service's directory`
          : P extends Roundabout
            ? `'${P}' is roundabout: name it without './', '//' and a '/' at its end`
            : P;

type Roundabout =
  | `./${string}`
  | `${string}/`
  | `${string}//${string}`
  | `${string}/.`
  | `${string}/./${string}`;

/**
 * A single file that is live in dev.
 * @param path relative to the service's directory: `main.py`
 * @throws UserError for a path not below that directory, or with a colon, a line break or `${` in it
 */
export function file<const P extends string>(path: Below<P>, options: LivePathOptions = {}): LivePath {
  return { kind: 'file', path: checked(path), ...options };
}

/**
 * A directory that is live in dev, with everything below it.
 * @param path relative to the service's directory: `agents`
 * @throws UserError for a path not below that directory, or with a colon, a line break or `${` in it
 */
export function dir<const P extends string>(path: Below<P>, options: LivePathOptions = {}): LivePath {
  return { kind: 'dir', path: checked(path), ...options };
}

/** The same rule at run time, for paths that are not literals; the characters are those no engine takes. */
function checked(path: string): string {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new UserError(
      `live path "${path}" is not below its service's directory`,
      'name a file or directory inside it, without ./ or ../',
    );
  if (/[:\n]|\$\{/.test(path))
    throw new UserError(
      `live path "${path}" has a character that a bind mount cannot carry`,
      'rename it without ":", newline or "${"',
    );
  return path;
}

/** Whether `path` is `live` or lies below it; `.` is all. */
export function covers(live: LivePath, path: string): boolean {
  return live.path === '.' || path === live.path || (live.kind === 'dir' && path.startsWith(`${live.path}/`));
}
