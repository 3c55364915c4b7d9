import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import type { ImageMap } from '../model/image.js';
import { UserError } from '../model/user-error.js';

const imageMapSchema = z.record(z.string(), z.string());

/**
 * The image map of a JSON file, `{ "python:3.12-slim": "localhost/twomode-base/python:3.13" }`; empty where
 * there is no such file.
 *
 * @throws UserError where the file is no JSON object of strings
 */
export async function readImageMap(file: string): Promise<ImageMap> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return imageMapSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(
      `${file} is not an image map`,
      'make it a JSON object of image names, { "upstream:tag": "name:tag" }, or remove it',
    );
  }
}

/** Adds the entries to the file's, or replaces them there. A reader finds the old file or the new one. */
export async function mergeImageMap(file: string, entries: ImageMap): Promise<void> {
  const merged = Object.entries({ ...(await readImageMap(file)), ...entries }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  writeAtomically(file, `${JSON.stringify(Object.fromEntries(merged), undefined, 2)}\n`);
}
