import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type Deployment, dataNoteFile } from '../model/deployment.js';
import { writeAtomically } from './files.js';
import { ownText, readOwn } from './own-file.js';

const noteSchema = z.object({
  /** Volume → secret → what its value comes to. */
  volumes: z.record(z.string(), z.record(z.string(), z.string())),
});

/** Which secrets the data volumes of a system were written with, without telling their values: volume → secret → digest. */
export type DataNote = z.infer<typeof noteSchema>['volumes'];

/** @throws UserError for a file that is damaged, or of a newer version */
export function readDataNote(root: string, deployment: Deployment): DataNote {
  return readOwn(dataNotePath(root, deployment), noteSchema, 'remove it')?.volumes ?? {};
}

export function writeDataNote(root: string, deployment: Deployment, volumes: DataNote): void {
  writeAtomically(dataNotePath(root, deployment), ownText({ volumes }), 0o600);
}

export function dataNotePath(root: string, deployment: Deployment): string {
  return join(root, dataNoteFile(deployment));
}

/** With a key of its own, so that the same value is not known again. */
export function secretDigest(value: string, key: string = randomBytes(16).toString('hex')): string {
  return `${key}:${createHmac('sha256', key).update(value).digest('hex')}`;
}

export function isDigestOf(digest: string, value: string): boolean {
  return secretDigest(value, digest.split(':')[0]) === digest;
}
