import { join } from 'node:path';
import { z } from 'zod';
import type { Conventions } from '../model/conventions.js';
import { ignoreWorkDirectory, writeAtomically } from './files.js';
import { ownText, readOwn } from './own-file.js';

/** As an engine names volumes: a path would be one of the host. */
const volume = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'is not the name of a volume');
const names = z.record(volume, volume);
const noteSchema = z.object({
  /** Name → the volume that has its data since a restore; those in between too. */
  moved: names,
  /** What a restore that has begun is about to make of it. */
  pending: names.optional(),
});

/** Where the data is since it was restored. */
export type MovedVolumes = z.infer<typeof noteSchema>;

/** Set for the processes of a restore that goes over to what it restored. */
export const SWITCHING = 'TWOMODE_SWITCHING_VOLUMES';

/** @param root the source root, absolute @throws UserError for a file that is damaged, or of a newer version */
export function readMoved(root: string, conventions: Conventions): MovedVolumes {
  const fix = 'bring it back: without it, a start would use the data from before the last restore';
  return readOwn(pathOf(root, conventions), noteSchema, fix) ?? { moved: {} };
}

export function writeMoved(root: string, conventions: Conventions, note: MovedVolumes): void {
  ignoreWorkDirectory(root, conventions);
  writeAtomically(pathOf(root, conventions), ownText(note));
}

/** Forgets where data was that is gone: what begins anew begins under its own name. */
export function forgetMoves(
  { sourceRoot, conventions }: { readonly sourceRoot: string; readonly conventions: Conventions },
  gone: ReadonlySet<string>,
): void {
  const { moved, pending } = readMoved(sourceRoot, conventions);
  const left = Object.entries(moved).filter(([, to]) => !gone.has(to));
  if (left.length === Object.keys(moved).length) return;
  writeMoved(sourceRoot, conventions, { moved: Object.fromEntries(left), ...(pending ? { pending } : {}) });
}

/** Which volume has the data of which name, for whoever starts something; empty where nothing was ever restored. */
export function currentVolumes(
  root: string,
  conventions: Conventions,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const { moved, pending } = readMoved(root, conventions);
  return pending && environment[SWITCHING] === '1' ? afterMove(moved, pending) : moved;
}

/** Every earlier name leads to the newest volume. */
export function afterMove(
  moved: Readonly<Record<string, string>>,
  pending: Readonly<Record<string, string>>,
): Record<string, string> {
  const later = Object.entries(moved).map(([from, to]) => [from, pending[to] ?? to]);
  return { ...Object.fromEntries(later), ...pending };
}

function pathOf(root: string, { workDirectory }: Conventions): string {
  return join(root, workDirectory, 'volumes.json');
}
