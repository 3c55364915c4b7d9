import { imageOf, sourceIn } from '../image.js';
import { mountAt } from '../mounts.js';
import { cleanPath, few, isBelow } from '../paths.js';
import { eachService, type Rule, type ServiceClaim } from '../rule.js';

/** A volume gets the image's files when it is empty, once: over code it keeps the code of that day. */
export const volumesHoldData: Rule = {
  id: 'volumes-hold-data',
  severity: 'error',
  group: 'strategy',
  claim: 'A volume holds data, and covers no file that the image gets from the source tree.',
  why: 'A volume is filled from the image once, while it is empty: no later image changes what the container sees there.',
  wrong: { language: 'yaml', text: 'volumes:\n  - code:/app' },
  right: { language: 'yaml', text: 'volumes:\n  - uploads:/app/uploads' },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    if (!image) return [];
    return service.mounts.flatMap((mount): ServiceClaim[] => {
      if (mount.type !== 'volume') return [];
      const target = cleanPath(mount.target);
      const over = [...image.files.keys()].filter((path) => isBelow(path, target) && sourceIn(image, path));
      if (over.length === 0) return [];
      return [
        {
          at: mountAt(mount),
          problem: `covers what the image gets from the source tree: ${few(over)}`,
          fix: 'mount the volume at a directory that holds only data',
        },
      ];
    });
  }),
};
