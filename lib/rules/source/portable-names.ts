import { eachBind } from '../mounts.js';
import { isOfWindows } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

/** A mount's paths are written so that both engines read them as they are. */
export const portableNames: Rule = {
  id: 'portable-names',
  severity: 'error',
  group: 'source',
  claim: 'No path in a mount contains a colon, a line break or "${".',
  why: 'A colon ends a path in Compose\'s short form, "${" starts a template in both engines: another path is mounted, or none.',
  wrong: { language: 'yaml', text: 'source: "./data:2024"' },
  right: { language: 'yaml', text: 'source: ./data-2024' },
  check: eachService(
    eachBind(({ source, target }) =>
      [source, target]
        // of one machine alone: source-in-root and no-bind-in-prod say so
        .filter((path) => !isOfWindows(path) && /[:\n\r]|\$\{/.test(path))
        .map((path) => ({
          problem: `path ${JSON.stringify(path)} is not read the same by both engines`,
          fix: 'rename it without ":", line break or "${"',
        })),
    ),
  ),
};
