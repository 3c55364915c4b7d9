import { commandOf } from '../container-files.js';
import { bindsOf, type CheckedBind } from '../mounts.js';
import { few, isCode } from '../paths.js';
import { type CheckInput, eachService, type Rule } from '../rule.js';
import { reloadsItself, watchRestarts } from './reload.js';

/** Mounted code is restarted when it changes: by itself, by dev mode, or by Compose's watch. */
export const editsTakeEffect: Rule = {
  id: 'edits-take-effect',
  severity: 'warning',
  group: 'effect',
  claim:
    "Edits of mounted code have a way to take effect: the program's own reload, dev mode, or `develop.watch`.",
  why: 'A process reads its code when it starts: without a reload an edit changes nothing, and you debug the old code.',
  wrong: { language: 'yaml', text: 'command: uvicorn main:app\nvolumes:\n  - ./api/src:/app/src' },
  right: { language: 'yaml', text: 'command: uvicorn main:app --reload\nvolumes:\n  - ./api/src:/app/src' },
  check: eachService((service, input) => {
    if (service.mode !== 'dev') return [];
    const asleep = bindsOf(service).filter(
      // what is declared, hot or not, is dev mode's to restart
      (mount) => mount.hot === undefined && hasCode(mount, input) && !watchRestarts(service, mount.source),
    );
    if (asleep.length === 0) return [];
    const reloads = reloadsItself(service, input);
    if (reloads) return [];
    const sources = few(asleep.map(({ source }) => source));
    return reloads === undefined
      ? [
          {
            at: 'command',
            severity: 'note',
            problem: `cannot be proven to see edits of ${sources}: ${
              commandOf(service, input).length === 0
                ? "it runs its image's own command"
                : 'nothing says whether its program reloads'
            }`,
            fix: 'nothing, if it reloads its code',
          },
        ]
      : [
          {
            at: 'command',
            problem: `runs mounted code without reload: an edit of ${sources} changes nothing until a restart`,
            fix: 'start it with a reload, or let `develop.watch` restart it',
          },
        ];
  }),
};

function hasCode({ source }: CheckedBind, { facts }: CheckInput): boolean {
  const end = facts.resolve(source);
  if (end === undefined) return false;
  return facts.stat(end)?.kind === 'dir' ? facts.list(end).some(({ path }) => isCode(path)) : isCode(end);
}
