import type { CheckedService } from '../../model/checked-system.js';
import { commandOf } from '../container-files.js';
import { isForOnce } from '../for-once.js';
import { bindsOf, type CheckedBind, hasCode } from '../mounts.js';
import { few } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';
import { reloadsItself, watchRestarts } from './reload.js';
import { isUnwatched, watchedPart } from './watched-part.js';

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
  check: eachService((service, input, system) => {
    // what does its work once reads its code each time that it is started
    if (service.mode !== 'dev' || isForOnce(service, system)) return [];
    const asleep = bindsOf(service).filter(
      // what is declared, hot or not, is dev mode's to restart
      (mount) =>
        mount.hot === undefined && hasCode(mount, input.facts) && !watchRestarts(service, mount.source),
    );
    if (asleep.length === 0) return [];
    const reloads = reloadsItself(service, input);
    if (reloads === 'no-code') return [];
    if (reloads) return unseen(asleep, service, input);
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

/** Of what a program with a reload has mounted, what that is told not to watch. */
function unseen(mounts: readonly CheckedBind[], service: CheckedService, input: CheckInput): ServiceClaim[] {
  const watched = watchedPart(service, input);
  const missed = watched ? mounts.filter(({ target }) => isUnwatched(target, watched)) : [];
  if (!watched || missed.length === 0) return [];
  return [
    {
      at: 'command',
      problem: `has a reload that is told to watch other paths: an edit of ${few(missed.map(({ source }) => source))} changes nothing until a restart`,
      fix: 'let it watch that too',
    },
  ];
}
