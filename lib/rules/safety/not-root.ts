import { NOT_ROOT } from '../../construct/definition.js';
import { imageOf, lineOf } from '../image.js';
import { eachService, type Rule, type ServiceClaim } from '../rule.js';

/** No container runs as root. */
export const notRoot: Rule = {
  id: NOT_ROOT,
  severity: 'error',
  group: 'safety',
  claim: 'No container runs as root.',
  why: 'Whoever breaks out of a root process in a container is root on the host.',
  wrong: { language: 'yaml', text: "user: '0:0'" },
  right: { language: 'yaml', text: "user: '65534:65534'" },
  check: eachService((service, input): ServiceClaim[] => {
    const { image } = service;
    const built = imageOf(service, input);
    const user = service.user ?? built?.user?.name;
    if (user === undefined)
      return [
        {
          at: 'user',
          severity: 'note',
          problem: `runs as the user of its image${image?.kind === 'external' ? ` ${image.reference}` : ''}, which may be root`,
          fix: 'name a user, or do nothing if the image names one',
        },
      ];
    return /^(root|0+)(:|$)/.test(user)
      ? [
          {
            at: 'user',
            problem: 'runs as root',
            fix: 'name another user, or declare why it has to be root',
            ...(service.user === undefined && built?.user ? lineOf(built, built.user.line) : {}),
          },
        ]
      : [];
  }),
};
