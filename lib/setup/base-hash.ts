import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../model/user-error.js';
import { baseFiles } from './base-files.js';
import type { BaseSettings } from './base-settings.js';
import { type Catalog, entryOf } from './catalog.js';

/**
 * 64 hex digits over all that a base is made from: its files with their names and whether they are executable, its parent's hash, the host's certificates and package sources. Equal hash, nothing to build.
 *
 * @throws UserError where a folder or the certificate bundle cannot be read
 */
export async function baseHash(
  catalog: Catalog,
  repository: string,
  imagesDir: string,
  settings: BaseSettings,
): Promise<string> {
  const entry = entryOf(catalog, repository);
  const { parent } = entry;
  const hash = createHash('sha256');
  if (parent === undefined) {
    hash.update(JSON.stringify(Object.entries(settings.sources).sort()));
    hash.update(await readNeeded(settings.certificates, 'Set SSL_CERT_FILE to the certificate bundle'));
  } else {
    hash.update(await baseHash(catalog, parent, imagesDir, settings));
  }
  for (const [name, file] of await baseFiles(imagesDir, entry)) {
    const content = await readFile(file);
    const executable = ((await stat(file)).mode & 0o100) !== 0;
    hash.update(JSON.stringify([name, executable, content.length]));
    hash.update(content);
  }
  return hash.digest('hex');
}

function readNeeded(file: string, fix: string): Promise<Buffer> {
  return readFile(file).catch((error: Error) => {
    throw new UserError(`the host's certificates cannot be read: ${error.message}`, fix);
  });
}
