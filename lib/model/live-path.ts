import { UserError } from './user-error.js';

/** A file or directory that dev mounts over the image, relative to the service's source directory. */
export interface LivePath {
  readonly kind: 'file' | 'dir';
  readonly path: string;
  /** Whether the container may write there; it then runs as the developer. @default false */
  readonly writable?: boolean;
  /** Whether the running service sees a change by itself; else dev mode restarts it. @default false */
  readonly hot?: boolean;
}

/** How a live path departs from the usual. */
export interface LivePathOptions {
  /** Whether the container may write there; it then runs as the developer. @default false */
  readonly writable?: boolean;
  /** Whether the running service sees a change by itself; else dev mode restarts it. @default false */
  readonly hot?: boolean;
}

/**
 * `P` where it names something below the service's directory, else `never`: no absolute path, none that climbs or
 * is written in a roundabout way, and not the directory itself.
 */
export type Below<P extends string> = string extends P
  ? P
  : P extends
        | ''
        | '.'
        | './'
        | '..'
        | '/'
        | `/${string}`
        | `./${string}`
        | `${string}/`
        | `${string}//${string}`
    ? never
    : P extends
          | `../${string}`
          | `${string}/..`
          | `${string}/../${string}`
          | `${string}/.`
          | `${string}/./${string}`
      ? never
      : P;

/** A single file that is live in dev. */
export function file<const P extends string>(path: P & Below<P>, options: LivePathOptions = {}): LivePath {
  return { kind: 'file', path: checked(path), ...options };
}

/** A directory that is live in dev, with all that is below it. */
export function dir<const P extends string>(path: P & Below<P>, options: LivePathOptions = {}): LivePath {
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

/** Whether `path` is `live` or lies below it. */
export function covers(live: LivePath, path: string): boolean {
  return path === live.path || (live.kind === 'dir' && path.startsWith(`${live.path}/`));
}
