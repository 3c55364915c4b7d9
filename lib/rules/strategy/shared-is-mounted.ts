import { SHARED_DIRECTORY } from '../../construct/definition.js';
import type { CheckedMount, CheckedService, CheckedSystem } from '../../model/checked-system.js';
import { cleanPath } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

/** In dev every application service has `./shared:/app/shared`, so that an edit there reaches all of them. */
export const sharedIsMounted: Rule = {
  id: 'shared-is-mounted',
  severity: 'error',
  group: 'strategy',
  claim: 'In dev every application service has ./shared at /app/shared, where one of them has.',
  why: 'A service without it keeps the shared code of the day its image was built, while the others have the edit.',
  wrong: { language: 'yaml', text: 'asset-service:\n  volumes:\n    - ./asset-service/main.py:/app/main.py' },
  right: {
    language: 'yaml',
    text: 'asset-service:\n  volumes:\n    - ./asset-service/main.py:/app/main.py\n    - ./shared:/app/shared',
  },
  check: eachService((service, _, system) => {
    if (service.mode !== 'dev' || service.kind !== 'application' || !isExpected(service, system)) return [];
    return service.mounts.some(isShared)
      ? []
      : [
          {
            at: 'mounts',
            problem: `lacks ./${SHARED_DIRECTORY} at /app/${SHARED_DIRECTORY}`,
            fix: `mount it, or build the service with shared: true`,
          },
        ];
  }),
};

function isShared(mount: CheckedMount): boolean {
  return (
    mount.type === 'bind' &&
    mount.source === SHARED_DIRECTORY &&
    cleanPath(mount.target) === `/app/${SHARED_DIRECTORY}`
  );
}

/** A setup that we did not write need not have shared code at all. */
function isExpected({ image }: CheckedService, { services }: CheckedSystem): boolean {
  if (image?.kind === 'build' && image.source.live) return true;
  return services.some(({ mounts }) => mounts.some(isShared));
}
