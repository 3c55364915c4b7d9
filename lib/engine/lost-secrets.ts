import { canReadSecrets, readSecrets, secretsPath } from '../disk/secrets-file.js';
import { environmentName } from '../model/conventions.js';
import { type DataSecret, dataSecrets } from '../model/data-secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { volumeState } from './docker.js';

/**
 * Refuses to make up a secret that existing data was written with: a system with another one would take the place of one
 * that works, and not open its own data.
 * @param root the source root, absolute
 * @param ownerOf the source root of the checkout that a data volume belongs to, if that is known
 * @throws UserError naming the secret, the volume, whose it is, and the ways out
 */
export async function refuseLostSecrets(
  root: string,
  system: SystemSpec,
  ownerOf: (volume: string) => Promise<string | undefined>,
): Promise<void> {
  for (const data of unknownDataSecrets(root, system)) {
    if ((await volumeState(data.volume)) !== 'there') continue;
    const owner = await ownerOf(data.volume);
    throw refusal(root, system, data, owner === root ? undefined : owner);
  }
}

/** Whether a system's secrets may be made up: they are known, or the engine says that there is no data of theirs. */
export async function hasNoLostSecrets(root: string, system: SystemSpec): Promise<boolean> {
  if (!canReadSecrets(root, system)) return false;
  const volumes = unknownDataSecrets(root, system).map(({ volume }) => volume);
  const states = await Promise.all(volumes.map(volumeState));
  return states.every((state) => state === 'none');
}

function unknownDataSecrets(root: string, system: SystemSpec): DataSecret[] {
  const known = readSecrets(root, system);
  return dataSecrets(system).filter(({ secret }) => !known.has(secret));
}

function refusal(
  root: string,
  system: SystemSpec,
  { secret, volume, look }: DataSecret,
  owner: string | undefined,
): UserError {
  const { conventions } = system;
  const file = secretsPath(root, system);
  const last = `to give that data up: docker volume rm ${volume}`;
  const variable = (word: string) => environmentName(conventions, word);
  if (owner === undefined)
    return new UserError(
      `${file} has no ${secret}, but the data volume ${volume} was written with one`,
      `restore the file, or write ${secret}=… into it, with the value from a remaining container (${look}); ${last}`,
    );
  return new UserError(
    `the data volume ${volume} belongs to another checkout, ${owner}: ${file} has no ${secret}`,
    `for a system of its own here set ${variable('NAME')}=second and ${variable('PORT_OFFSET')}=10000; for the same system copy ${secretsPath(owner, system)} here; ${last}`,
  );
}
