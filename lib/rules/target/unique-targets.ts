import type { CheckedMount } from '../../model/checked-system.js';
import { mountAt } from '../mounts.js';
import { cleanPath } from '../paths.js';
import { eachService, type Rule, type ServiceClaim } from '../rule.js';

/** Of two mounts at one container path only one is seen. */
export const uniqueTargets: Rule = {
  id: 'unique-targets',
  severity: 'error',
  group: 'target',
  claim: 'No two mounts of a service have the same target.',
  why: 'Only one of two mounts at the same place would be seen, and the engine refuses such a container.',
  wrong: { language: 'yaml', text: 'volumes:\n  - ./a:/app/data\n  - ./b:/app/data/' },
  right: { language: 'yaml', text: 'volumes:\n  - ./a:/app/data\n  - ./b:/app/more-data' },
  check: eachService(({ mounts }) => {
    const seen = new Set<string>();
    return mounts.flatMap((mount) => {
      const target = cleanPath(mount.target);
      const twice = seen.has(target);
      seen.add(target);
      return twice ? [mountedTwice(mount)] : [];
    });
  }),
};

/** Said of what Compose drops while it reads a file, too: no rule gets to see that. */
export function mountedTwice(mount: Pick<CheckedMount, 'target'>): ServiceClaim {
  return { at: mountAt(mount), problem: 'is mounted twice', fix: 'keep one of the two' };
}
