import { READ_ONLY_ROOT } from '../../construct/definition.js';
import { eachService, isForeign, type Rule } from '../rule.js';

/** In prod no container writes to its own root file system. */
export const readOnlyRoot: Rule = {
  id: READ_ONLY_ROOT,
  severity: 'warning',
  group: 'safety',
  claim: 'In prod, no container declares its root file system writable.',
  why: 'What is written there is lost with the container, and whoever breaks in can change the code that runs.',
  wrong: { language: 'ts', text: 'readOnlyRoot: false' },
  right: { language: 'ts', text: "readOnlyRoot: true,\ntmpfs: { '/tmp': 64 }" },
  check: eachService((service, input) =>
    service.mode === 'prod' && service.readOnlyRoot === false
      ? [
          {
            at: 'readOnlyRoot',
            problem: 'can write to its root file system',
            fix: isForeign(service, input)
              ? 'make it read-only, with /tmp in memory'
              : 'make it read-only, with /tmp in memory, or declare why it has to write',
          },
        ]
      : [],
  ),
};
