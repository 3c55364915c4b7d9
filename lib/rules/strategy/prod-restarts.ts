import { isForOnce } from '../for-once.js';
import { eachService, type Rule } from '../rule.js';

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
    const { mode, restart = 'no', profiles } = service;
    if (mode !== 'prod' || system.guessed || !/^(no|none|false)$/.test(restart)) return [];
    if (profiles !== undefined || isForOnce(service, system)) return [];
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
