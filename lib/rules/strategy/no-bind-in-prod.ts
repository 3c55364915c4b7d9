import { eachBind } from '../mounts.js';
import { eachService, type Rule } from '../rule.js';

/** Prod runs what its image holds; a bind mount would hide that behind files of the host. */
export const noBindInProd: Rule = {
  id: 'no-bind-in-prod',
  severity: 'error',
  group: 'strategy',
  claim: 'Prod mounts no path of the host.',
  why: 'Prod has to run what its images contain; files of the host make it depend on a machine that nobody builds.',
  wrong: { language: 'yaml', text: '# prod\nvolumes:\n  - ./order-service/data:/app/data' },
  right: { language: 'dockerfile', text: 'COPY data/ /app/data/' },
  check: eachService(
    eachBind(({ source }, { mode }) =>
      mode === 'prod'
        ? [
            {
              problem: `mounts host path "${source}"`,
              fix: 'copy it in the Dockerfile, or declare it live',
            },
          ]
        : [],
    ),
  ),
};
