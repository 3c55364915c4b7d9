import {
  type DataNote,
  dataNotePath,
  isDigestOf,
  readDataNote,
  secretDigest,
  writeDataNote,
} from '../disk/data-note.js';
import { readSecrets } from '../disk/secrets-file.js';
import { volumeState } from '../engine/docker.js';
import { type DataSecret, dataSecrets } from '../model/data-secret.js';
import { teamSecrets } from '../model/secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';

/**
 * Notes which secrets the data is written with that a start is about to create.
 * @param root the source root, absolute
 * @param fresh the volumes that are not there yet
 */
export function noteNewData(root: string, system: SystemSpec, fresh: readonly string[]): void {
  note(root, system, (volume) => fresh.includes(volume));
}

/** Notes the same of data from before, once a system that opens it is up. */
export function noteOpenData(root: string, system: SystemSpec): void {
  note(root, system, (volume, secret, known) => known[volume]?.[secret] === undefined);
}

/**
 * Refuses a secret that is not the one its data was written with: a system with it would take the place of one that works,
 * and not open its own data.
 * @throws UserError naming the secret, the volume, and the ways out
 */
export async function refuseChangedSecrets(root: string, system: SystemSpec): Promise<void> {
  const known = readDataNote(root, system);
  const written = readSecrets(root, system);
  for (const { secret, volume, look } of lasting(system)) {
    const [digest, now] = [known[volume]?.[secret], written.get(secret)];
    if (!digest || !now || isDigestOf(digest, now.value)) continue;
    if ((await volumeState(volume)) !== 'there') continue;
    throw new UserError(
      `${now.at}: ${secret} is not the one that the data volume ${volume} was written with`,
      `write the earlier value (${look} shows it, if that is still there); if the database was told the new one (ALTER ROLE), remove ${dataNotePath(root, system)}; to give that data up: docker volume rm ${volume}`,
    );
  }
}

/** Those that stay what they are; what a team gives, a key of another service most often, is changed now and then. */
function lasting(system: SystemSpec): DataSecret[] {
  const given = new Set(teamSecrets(system));
  return dataSecrets(system).filter(({ secret }) => !given.has(secret));
}

function note(
  root: string,
  system: SystemSpec,
  isNoted: (volume: string, secret: string, known: DataNote) => boolean,
): void {
  const known = readDataNote(root, system);
  const values = readSecrets(root, system);
  const volumes: DataNote = { ...known };
  for (const { volume, secret } of lasting(system)) {
    const value = values.get(secret)?.value;
    if (value === undefined || !isNoted(volume, secret, known)) continue;
    volumes[volume] = { ...volumes[volume], [secret]: secretDigest(value) };
  }
  if (JSON.stringify(volumes) !== JSON.stringify(known)) writeDataNote(root, system, volumes);
}
