import { eachBind, endOf } from '../mounts.js';
import { few, joinPath } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

const WORDS = {
  unreadable: 'what cannot be read',
  socket: 'sockets',
  other: 'what is neither a file nor a directory',
} as const;

/** What is mounted can be read by whoever runs the checks: else nothing is known of it. */
export const readableSources: Rule = {
  id: 'readable-sources',
  severity: 'warning',
  group: 'source',
  claim: 'What is mounted consists of files, directories and links that can be read.',
  why: 'No rule can check what cannot be read, and no image can contain sockets and devices.',
  wrong: { language: 'text', text: '-rw------- root root order-service/data/kinds.json' },
  right: { language: 'text', text: '-rw-r--r-- alice alice order-service/data/kinds.json' },
  check: eachService(
    eachBind((mount, _, { facts }) => {
      const end = endOf(mount, facts);
      if (!end || end.path.startsWith('/')) return [];
      if (end.kind === 'unreadable')
        return [{ problem: `source "${end.path}" cannot be read`, fix: 'let the group or others read it' }];
      if (end.kind === 'socket' || end.kind === 'other')
        return [
          {
            problem: `source "${end.path}" is neither a file nor a directory`,
            fix: 'mount what an image can contain',
          },
        ];
      const all = end.kind === 'dir' ? facts.list(end.path) : [];
      return (['unreadable', 'socket', 'other'] as const).flatMap((kind) => {
        const paths = all.filter((each) => each.kind === kind).map(({ path }) => joinPath(end.path, path));
        return paths.length === 0
          ? []
          : [
              {
                problem: `holds ${WORDS[kind]}: ${few(paths)}`,
                fix:
                  kind === 'unreadable'
                    ? 'let the group or others read it'
                    : 'keep it out of the source tree',
              },
            ];
      });
    }),
  ),
};
