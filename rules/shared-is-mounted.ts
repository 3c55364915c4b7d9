import type { Mount } from '../model/mount.js';
import type { ServiceRule } from './rule.js';

/** In dev every application service has `./shared:/app/shared`, so that an edit there reaches all of them. */
export const sharedIsMounted: ServiceRule = {
  id: 'shared-is-mounted',
  checkService: ({ mode, kind, mounts }) => {
    if (mode !== 'dev' || kind !== 'application') return [];
    const isShared = (mount: Mount) =>
      mount.type === 'bind' && mount.source === 'shared' && mount.target === '/app/shared';
    return (mounts as readonly Mount[]).some(isShared)
      ? []
      : [
          {
            at: 'mounts',
            problem: 'lacks ./shared at /app/shared',
            fix: 'build the service with shared: true',
          },
        ];
  },
};
