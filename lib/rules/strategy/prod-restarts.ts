import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import { eachService, type Rule } from '../rule.js';

/** They do their work once, and are done. */
const ONCE =
  /(^|[-_])(migrat\w*|init\w*|setup|seed\w*|bootstrap|createbuckets|provision\w*|backup|test\w*|build\w*)($|[-_])/;

/** What fails in prod is started again. */
export const prodRestarts: Rule = {
  id: 'prod-restarts',
  severity: 'warning',
  group: 'strategy',
  claim: 'In prod, every service that is meant to stay has a restart policy.',
  why: 'Without one, a service that fails, and every service after the host restarts, stays down until somebody notices.',
  wrong: { language: 'yaml', text: '# prod\nimage: shop/api:1' },
  right: { language: 'yaml', text: '# prod\nimage: shop/api:1\nrestart: unless-stopped' },
  check: eachService((service, _, system) => {
    const { mode, restart = 'no' } = service;
    if (mode !== 'prod' || system.guessed || !/^(no|none|false)$/.test(restart) || isForOnce(service, system))
      return [];
    return [
      {
        at: 'restart',
        problem: 'is not started again when it fails, or when the host restarts',
        fix: 'say `restart: unless-stopped`',
        cause: 'restart',
      },
    ];
  }),
};

function isForOnce({ name, profiles }: CheckedService, { services }: CheckedSystem): boolean {
  const isAwaited = services.some(
    ({ conditions }) => conditions?.[name] === 'service_completed_successfully',
  );
  return isAwaited || profiles !== undefined || ONCE.test(name);
}
