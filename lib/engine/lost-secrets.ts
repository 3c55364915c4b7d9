import { readSecrets, secretsPath } from '../disk/secrets-file.js';
import { dataSecrets } from '../model/data-secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { volumeExists } from './docker.js';

/**
 * Refuses to make up a secret that existing data was written with: a system with another one would take the place of one
 * that works, and not open its own data. Where no engine answers there is no volume to know of.
 * @param root the source root, absolute
 * @throws UserError naming the secret, the volume and the ways out
 */
export async function refuseLostSecrets(root: string, system: SystemSpec): Promise<void> {
  const known = readSecrets(root, system);
  for (const { secret, volume, look } of dataSecrets(system)) {
    if (known.has(secret) || !(await volumeExists(volume))) continue;
    throw new UserError(
      `${secretsPath(root, system)} has no ${secret}, but the data volume ${volume} was written with one`,
      `restore the file, or write ${secret}=… into it, with the value from a remaining container (${look}); for new data: docker volume rm ${volume}`,
    );
  }
}
