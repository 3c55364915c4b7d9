import type { z } from 'zod';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { pullImage } from '../lib/engine/images.js';
import { counted } from '../lib/model/counted.js';
import { canBeLocked, type ImageLock } from '../lib/model/image-lock.js';
import { describe } from '../lib/synth/description.js';
import { writeImageLock } from '../lib/synth/image-lock.js';
import type { Project } from '../lib/synth/project.js';
import { requiredImages } from '../lib/synth/required-images.js';
import { readSettings } from '../lib/synth/settings.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

/**
 * `lock-images.sh`: pins every image from outside to what its registry has today. What this machine alone maps or leaves
 * out does not count, for the lock is the same everywhere.
 * @throws UserError where one of them cannot be had; the lock is then as it was
 */
export async function lockImages(of: Project, json: boolean): Promise<void> {
  await requireEngine(of.system.conventions.commands);
  const { project } = readSettings(of);
  const { systems } = describe({ ...project, project });
  const references = [...requiredImages(project.sourceRoot, [systems.dev, systems.prod]).keys()]
    .map((upstream) => project.imageMap[upstream] ?? upstream)
    .filter(canBeLocked);
  const lock: Record<string, string> = {};
  const images: z.input<(typeof SHAPES)['lock-images']>['images'] = [];
  for (const reference of new Set(references)) {
    // the engine asks as it does when it runs the image: by its mirrors, with its credentials
    const digest = await pullImage(reference, () => {});
    lock[reference] = digest;
    const how = change(project.lock, reference, digest);
    images.push({ image: reference, digest, change: how });
    if (!json) console.log(`${how.padEnd(7)}  ${reference}@${digest}`);
  }
  writeImageLock(of.directory, lock);
  if (json) printJson(SHAPES['lock-images'], { version: 1, images });
  else console.log(`images.lock.json pins ${counted(Object.keys(lock).length, 'image')}. Commit it.`);
}

function change(old: ImageLock, reference: string, digest: string): 'new' | 'same' | 'changed' {
  if (old[reference] === undefined) return 'new';
  return old[reference] === digest ? 'same' : 'changed';
}
