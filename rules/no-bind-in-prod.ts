import type { Mount } from '../model/mount.js';
import type { ServiceRule } from './rule.js';

/** Prod runs what its image holds; a bind mount would hide that behind files of the host. */
export const noBindInProd: ServiceRule = {
  id: 'no-bind-in-prod',
  checkService: ({ mode, mounts }) =>
    (mounts as readonly Mount[]).flatMap((mount) =>
      mode === 'prod' && mount.type === 'bind'
        ? [
            {
              at: `mounts[${mount.target}]`,
              problem: `binds host path "${mount.source}"`,
              fix: 'copy it in the Dockerfile, or declare it live',
            },
          ]
        : [],
    ),
};
