import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BuiltImage } from '../model/image.js';
import type { BuildContext } from './context.js';
import { copyFile } from './file-digest.js';
import { at, readText } from './files.js';

/**
 * Lays a context down where its image's build looks for it, whole or not at all, and points the mode's link
 * (`…/order-service/dev`) to it. A context that lies there with the same files is left alone.
 */
export function stageContext(root: string, image: BuiltImage, context: BuildContext): void {
  const target = join(root, image.context);
  const parent = dirname(target);
  const stamp = `${target}.digest`;
  mkdirSync(parent, { recursive: true });
  if (!existsSync(target) || readText(stamp) !== context.fullDigest) {
    const fresh = mkdtempSync(join(parent, '.new-'));
    try {
      writeEntries(fresh, context);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      throw error;
    }
    chmodSync(fresh, 0o755);
    // first, so that a run that is killed here leaves nothing that looks whole
    rmSync(stamp, { force: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    writeText(stamp, context.fullDigest);
  }
  pointTo(join(parent, image.mode), basename(target));
}

function writeEntries(directory: string, context: BuildContext): void {
  for (const { path, content, executable } of context.entries) {
    const target = join(directory, path);
    makeDirectory(directory, dirname(path));
    if ('link' in content) symlinkSync(content.link, target);
    else {
      if (content.text === undefined) copyFile(content.file, target, content.digest);
      else writeText(target, content.text);
      // whatever umask the checkout was made with: the image must not depend on it
      chmodSync(target, executable ? 0o755 : 0o644);
    }
  }
}

function writeText(path: string, text: string): void {
  at(path, () => writeFileSync(path, text));
}

/** Each level by itself, for its mode must not depend on the umask either. */
function makeDirectory(root: string, path: string): void {
  if (path === '.' || existsSync(join(root, path))) return;
  makeDirectory(root, dirname(path));
  mkdirSync(join(root, path));
  chmodSync(join(root, path), 0o755);
}

function pointTo(link: string, target: string): void {
  const fresh = `${link}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}
