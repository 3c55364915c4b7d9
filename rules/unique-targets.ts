import type { Mount } from '../model/mount.js';
import type { ServiceRule } from './rule.js';

/** Of two mounts at one container path only one is seen. */
export const uniqueTargets: ServiceRule = {
  id: 'unique-targets',
  checkService: ({ mounts }) => {
    const targets = (mounts as readonly Mount[]).map((mount) => mount.target);
    return targets
      .filter((target, i) => targets.indexOf(target) !== i)
      .map((target) => ({
        at: `mounts[${target}]`,
        problem: 'is mounted twice',
        fix: 'keep one of the two',
      }));
  },
};
