import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { at } from '../disk/files.js';
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
  requireCreatable(directory);
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

/**
 * Makes a directory in it, with all that it lies in, and takes that away again: permissions alone do not say whether a file
 * system takes it, and Node's own way to make several tries for ever in /proc.
 */
function requireCreatable(directory: string): void {
  const missing: string[] = [];
  for (let path = join(directory, FRESH); !existsSync(path); path = dirname(path)) missing.unshift(path);
  const made: string[] = [];
  try {
    for (const path of missing) {
      mkdirSync(path);
      made.push(path);
    }
  } catch (error) {
    const [, reason] = /^\w+: (.*?), mkdir /.exec((error as Error).message) ?? [];
    throw new UsageError(
      `${directory} cannot be made: ${reason ?? 'it is refused'}`,
      'name another directory',
    );
  } finally {
    for (const path of made.reverse()) rmdirSync(path);
  }
}

/**
 * Puts files in the place of an earlier export's; all else there, its secrets above all, stays.
 * @param fill writes them to an empty directory; where it fails, the earlier export is as it was
 */
export async function assembleExport(
  directory: string,
  fill: (fresh: string) => Promise<void>,
): Promise<void> {
  const fresh = join(directory, FRESH);
  rmSync(fresh, { recursive: true, force: true });
  const made = mkdirSync(fresh, { recursive: true });
  let isWhole = false;
  try {
    await fill(fresh);
    for (const name of readdirSync(fresh)) renameSync(join(fresh, name), join(directory, name));
    isWhole = true;
  } finally {
    // a half would take the room that it lacked
    rmSync(fresh, { recursive: true });
    // nor is a directory left that was made for it
    for (let path = directory; !isWhole && made && path.startsWith(made); path = dirname(path))
      rmdirSync(path);
  }
}

/** Lays down one file of the export. */
export function writeExportFile(
  fresh: string,
  { name, text, executable }: { readonly name: string; readonly text: string; readonly executable: boolean },
): void {
  at(join(fresh, name), () => writeFileSync(join(fresh, name), text));
  chmodSync(join(fresh, name), executable ? 0o755 : 0o644);
}

/**
 * Lays down the checksums of all files of the export.
 * @returns that of their file: what nobody can change unseen who does not also change what was printed
 */
export async function writeChecksums(fresh: string, name: string): Promise<string> {
  const lines: string[] = [];
  for (const file of readdirSync(fresh).sort()) {
    const hash = createHash('sha256');
    // several GB of images
    await pipeline(createReadStream(join(fresh, file)), hash);
    lines.push(`${hash.digest('hex')}  ${file}\n`);
  }
  writeExportFile(fresh, { name, text: lines.join(''), executable: false });
  return createHash('sha256').update(lines.join('')).digest('hex');
}
