import type { CheckedMount, CheckedService, CheckedSystem } from '../../model/checked-system.js';
import type { SharedDirectory } from '../../model/conventions.js';
import { cleanPath } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

/** In dev every application service has the shared directory, so that an edit there reaches all of them. */
export const sharedIsMounted: Rule = {
  id: 'shared-is-mounted',
  severity: 'error',
  group: 'strategy',
  claim: 'In dev, if one application service has the shared directory mounted, all of them have.',
  why: 'A service without it keeps the shared code from the day its image was built, while the others have the edit.',
  wrong: { language: 'yaml', text: 'order-service:\n  volumes:\n    - ./order-service/main.py:/app/main.py' },
  right: {
    language: 'yaml',
    text: 'order-service:\n  volumes:\n    - ./order-service/main.py:/app/main.py\n    - ./shared:/app/shared',
  },
  check: eachService((service, { conventions: { shared } }, system) => {
    if (!shared || service.mode !== 'dev' || service.kind !== 'application') return [];
    const isShared = sharedMount(shared);
    return !isExpected(service, system, isShared) || service.mounts.some(isShared)
      ? []
      : [
          {
            at: 'mounts',
            ...(system.foreign ? { severity: 'warning' as const, cause: 'shared' } : {}),
            problem: `lacks ./${shared.source} at ${shared.target}`,
            fix: system.foreign ? 'mount it' : 'mount it, or build the service with shared: true',
          },
        ];
  }),
};

type IsShared = (mount: CheckedMount) => boolean;

function sharedMount({ source, target }: SharedDirectory): IsShared {
  return (mount) => mount.type === 'bind' && mount.source === source && cleanPath(mount.target) === target;
}

/** A service of ours says whether it takes it; a setup that we did not write need not have shared code at all. */
function isExpected({ image }: CheckedService, { services }: CheckedSystem, isShared: IsShared): boolean {
  if (image?.kind === 'build' && image.source.live) return image.source.shared;
  return services.some(({ mounts }) => mounts.some(isShared));
}
