import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../model/user-error.js';

/** Where an export is assembled, in its own directory, so that it is there whole or not at all. */
const FRESH = '.new';

/**
 * Refuses a target that cannot be written, and a directory with anything in it that is not an export, for files there would
 * be overwritten. Everything is built before the first file is: later would be too late.
 * @param header how the Compose file of an export begins
 */
export function requireExportTarget(directory: string, header: string): void {
  requireWritable(nearest(directory));
  if (!existsSync(directory)) return;
  const compose = join(directory, 'docker-compose.yml');
  if (readdirSync(directory).every((name) => name === FRESH)) return;
  if (existsSync(compose) && readFileSync(compose, 'utf8').startsWith(header)) return;
  throw new UsageError(
    `${directory} is neither empty nor an earlier export`,
    'name a new or empty directory',
  );
}

/** The path itself, or what is there above it. */
function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path));
}

function requireWritable(path: string): void {
  if (!statSync(path).isDirectory())
    throw new UsageError(`${path} is not a directory`, 'name a new or empty directory');
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch {
    throw new UsageError(`${path} cannot be written by this user`, 'name another directory');
  }
}

/** An empty directory to write the export's files to. */
export function beginExport(directory: string): string {
  const fresh = join(directory, FRESH);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  return fresh;
}

/** Lays down one file of the export. */
export function writeExportFile(
  fresh: string,
  { name, text, executable }: { readonly name: string; readonly text: string; readonly executable: boolean },
): void {
  writeFileSync(join(fresh, name), text);
  chmodSync(join(fresh, name), executable ? 0o755 : 0o644);
}

/** Puts the files in the place of an earlier export's; all else there, its secrets above all, stays. */
export function completeExport(directory: string): void {
  const fresh = join(directory, FRESH);
  for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(directory, name));
  rmSync(fresh, { recursive: true });
}
