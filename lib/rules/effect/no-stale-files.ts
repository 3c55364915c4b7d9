import type { CheckedService } from '../../model/checked-system.js';
import { type CheckedBind, eachBind, endOf, hasCode, isConfiguration } from '../mounts.js';
import { type CheckInput, eachService, isForeign, type Rule } from '../rule.js';
import { watchRestarts } from './reload.js';

/** A file mounted on its own is mounted again when it changes: the container is restarted. */
export const noStaleFiles: Rule = {
  id: 'no-stale-files',
  severity: 'warning',
  worst: 'error',
  group: 'effect',
  claim: 'A file that is mounted on its own belongs to a service that is restarted when the file changes.',
  why: 'Editors and git save by renaming: the container keeps the old file until it is restarted, even if the program reloads.',
  wrong: { language: 'yaml', text: 'volumes:\n  - ./api/main.py:/app/main.py' },
  right: { language: 'yaml', text: 'volumes:\n  - ./api/src:/app/src' },
  check: eachService(
    eachBind((mount, service, input) => {
      const { facts } = input;
      const { source, hot } = mount;
      if (service.mode !== 'dev' || hot === false || endOf(mount, facts)?.kind !== 'file') return [];
      if (watchRestarts(service, source)) return [];
      return [
        {
          // who declares it hot keeps dev mode from restarting
          severity: hot ? 'error' : isQuiet(mount, service, input) ? 'note' : 'warning',
          ...(isForeign(service, input) ? { cause: 'file' } : {}),
          problem: `is a file mounted on its own: after a save by rename the container keeps the old "${source}"`,
          fix: hot
            ? 'do not declare it hot, or mount its directory'
            : 'mount its directory, or let `develop.watch` restart the service',
        },
      ];
    }),
  ),
};

/** Of settings and data nobody expects that they change while a program runs. */
function isQuiet(mount: CheckedBind, service: CheckedService, input: CheckInput): boolean {
  const isData = isForeign(service, input) && !hasCode(mount, input.facts);
  return isData || isConfiguration(mount, service, input);
}
