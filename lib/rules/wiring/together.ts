import type { CheckedService } from '../../model/checked-system.js';

/** Whether two services are meant to run at once; of two with profiles, those that share one are. */
export function runTogether({ profiles: one }: CheckedService, { profiles: other }: CheckedService): boolean {
  return !one || !other || one.some((profile) => other.includes(profile));
}
