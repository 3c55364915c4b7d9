import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../model/user-error.js';
import type { BaseSettings } from './base-settings.js';
import { type Catalog, entryOf } from './catalog.js';

/**
 * 64 hex digits over all that a base is made from: the files of its folder with their names and whether they are
 * executable, its parent's hash, the host's certificates and package sources. Equal hash, nothing to build.
 *
 * @throws UserError where the folder or the certificate bundle cannot be read
 */
export async function baseHash(
  catalog: Catalog,
  repository: string,
  imagesDir: string,
  settings: BaseSettings,
): Promise<string> {
  const { folder, parent } = entryOf(catalog, repository);
  const hash = createHash('sha256');
  if (parent === undefined) {
    hash.update(JSON.stringify(Object.entries(settings.sources).sort()));
    hash.update(await readNeeded(settings.certificates, 'Set SSL_CERT_FILE to the certificate bundle'));
  } else {
    hash.update(await baseHash(catalog, parent, imagesDir, settings));
  }
  const directory = path.resolve(imagesDir, folder);
  for (const file of await filesOf(directory)) {
    const content = await readFile(file);
    const executable = ((await stat(file)).mode & 0o100) !== 0;
    hash.update(JSON.stringify([path.relative(directory, file), executable, content.length]));
    hash.update(content);
  }
  return hash.digest('hex');
}

async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  if (entries.length === 0) throw new UserError(`The base image's folder ${directory} is missing or empty`);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function readNeeded(file: string, fix: string): Promise<Buffer> {
  return readFile(file).catch((error: Error) => {
    throw new UserError(`The host's certificates cannot be read: ${error.message}`, fix);
  });
}
