import { eachBind, hasCode } from '../mounts.js';
import { isOfWindows } from '../paths.js';
import { eachService, isForeign, type Rule } from '../rule.js';
import { systemPath } from './no-system-path.js';

/** What is mounted lies in the source tree, at the end of every link too. */
export const sourceInRoot: Rule = {
  id: 'source-in-root',
  severity: 'error',
  group: 'source',
  claim: 'Every mounted source is inside the source root, after all links are followed.',
  why: 'What is outside it is in no checkout: the system works on one machine only, and prod can never bake it.',
  wrong: { language: 'yaml', text: 'volumes:\n  - ../other-project/data:/app/data' },
  right: { language: 'yaml', text: 'volumes:\n  - ./order-service/data:/app/data' },
  check: eachService((service, input, { guessed }) =>
    eachBind((mount) => {
      const { mode } = service;
      const { facts } = input;
      const end = facts.resolve(mount.source) ?? mount.source;
      if (isOfWindows(end) && mode === 'dev')
        return [
          {
            problem: `source "${end}" is of one Windows machine, and is outside the source root`,
            fix: 'name it relative to the Compose file',
          },
        ];
      // the rule about the host's own paths says it better
      if (!end.startsWith('/') || systemPath(mount, facts)) return [];
      // no-bind-in-prod has said of all that is mounted that it is of the host
      if (mode === 'prod' && isForeign(service, input)) return [];
      const through = end === mount.source ? '' : `, through a link from "${mount.source}"`;
      return [
        {
          // whoever runs what somebody else built keeps its data where there is room
          ...(guessed && service.image?.kind === 'external' && !hasCode(mount, facts)
            ? { severity: 'note' as const }
            : {}),
          problem: `source "${end}" is outside the source root${through}`,
          fix: 'move it into the source tree',
        },
      ];
    })(service, input),
  ),
};
