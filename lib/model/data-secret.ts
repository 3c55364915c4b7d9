import { secretNames } from './environment.js';
import type { Mount } from './mount.js';
import type { ServiceSpec, SystemSpec } from './service-spec.js';

/** A secret that a service's data was written with: a new value would not open it. */
export interface DataSecret {
  readonly secret: string;
  readonly volume: string;
  /** A command that shows it, as long as the service's container is there. */
  readonly look: string;
}

/** Each secret of a service that keeps data, with each volume that it keeps it in. */
export function dataSecrets({ services }: SystemSpec): DataSecret[] {
  return services.flatMap((service) =>
    (service.mounts as readonly Mount[]).flatMap((mount) =>
      mount.type === 'volume'
        ? secretsOfService(service).map(({ secret, look }) => ({ secret, volume: mount.volume, look }))
        : [],
    ),
  );
}

function secretsOfService({ container, environment, secretFiles }: ServiceSpec) {
  return [
    ...Object.entries(secretFiles).map(([path, secret]) => ({
      secret,
      look: `docker exec ${container} cat ${path}`,
    })),
    ...secretNames(environment).map((secret) => ({ secret, look: `docker inspect ${container}` })),
  ];
}
