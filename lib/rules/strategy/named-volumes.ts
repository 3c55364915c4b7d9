import { mountAt } from '../mounts.js';
import { eachService, type Rule } from '../rule.js';

/** Prod keeps its data: a volume without a name is lost with its container. */
export const namedVolumes: Rule = {
  id: 'named-volumes',
  severity: 'warning',
  group: 'strategy',
  claim: 'Every volume in prod has a name.',
  why: 'A volume without a name disappears with its container: what was kept there is lost at the next `down`.',
  wrong: { language: 'yaml', text: '# prod\nvolumes:\n  - /var/lib/postgresql/data' },
  right: { language: 'yaml', text: '# prod\nvolumes:\n  - postgres_data:/var/lib/postgresql/data' },
  check: eachService(({ mode, mounts }) =>
    mode === 'prod'
      ? mounts
          .filter((mount) => mount.type === 'volume' && mount.volume === undefined)
          .map((mount) => ({
            at: mountAt(mount),
            problem: 'is a volume without a name, whose data is lost with the container',
            fix: 'give it a name',
          }))
      : [],
  ),
};
