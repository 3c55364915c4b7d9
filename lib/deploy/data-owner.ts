import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { ownText } from '../disk/own-file.js';
import { composeRootOf } from '../engine/docker.js';
import { listAll } from '../engine/marks.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';
import { machineDirectory } from '../synth/machine.js';

const owners = z.record(z.string(), z.string());
/** The table alone is what older versions wrote. */
const ownersSchema = z.union([
  z.object({ version: z.literal(1), volumes: owners }).transform((note) => note.volumes),
  owners,
]);

/**
 * Notes whose the data is that a start is about to use. A note of what the engine no longer has goes: a volume that somebody makes
 * under that name one day is another one.
 * @param root the source root of the checkout, absolute
 */
export async function noteOwner(root: string, system: SystemSpec): Promise<void> {
  const known = readOwners();
  const there = new Set((await listAll('volume', system)).map(({ name }) => name));
  const kept = Object.entries(known).filter(([volume]) => there.has(volume));
  const volumes = Object.fromEntries([...kept, ...volumesOf(system).map((volume) => [volume, root])]);
  if (isDeepStrictEqual(volumes, known)) return;
  writeAtomically(ownersFile(), ownText({ volumes }));
}

/**
 * The source root of the checkout that used a volume last, by the note or by a container of it; undefined if nobody knows, or it is
 * gone.
 */
export async function ownerOf(volume: string): Promise<string | undefined> {
  const owner = readOwners()[volume] ?? (await composeRootOf(`volume=${volume}`));
  return owner !== undefined && existsSync(owner) ? owner : undefined;
}

/** The data volumes that a start here has used. */
export function notedVolumes(): ReadonlySet<string> {
  return new Set(Object.keys(readOwners()));
}

function ownersFile(): string {
  return join(machineDirectory(), 'data.json');
}

/** Volume → source root. A note that cannot be read is as good as none. */
function readOwners(): Readonly<Record<string, string>> {
  const file = ownersFile();
  if (!existsSync(file)) return {};
  try {
    return ownersSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
