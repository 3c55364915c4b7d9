import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import { betweenModes, placeOf, type Rule } from '../rule.js';

/** Where people reach a service in dev, they reach it in prod, by itself or by a proxy. */
export const samePorts: Rule = {
  id: 'same-ports',
  severity: 'warning',
  group: 'parity',
  claim:
    'What dev publishes of an application, prod publishes too, unless something else in prod is published in its place.',
  why: 'In dev it answers from outside, in prod nobody reaches it: whatever was tried in dev does not work.',
  wrong: { language: 'yaml', text: "# dev\nports: ['8003:80']\n# prod has no ports" },
  right: { language: 'yaml', text: "# dev\nports: ['8003:80']\n# prod\nports: ['80:80']" },
  check: betweenModes((dev, prod) => {
    if (!dev.foreign) return [];
    const ofProd = new Map(prod.services.map((service) => [service.name, service]));
    return dev.services.flatMap((service) => {
      const other = ofProd.get(service.name);
      if (!other || service.published.length === 0 || other.published.length > 0) return [];
      return [
        {
          where: placeOf(service),
          at: `published[${service.published[0]?.host ?? service.published[0]?.container}]`,
          // a database is published in dev to be looked into; a proxy stands before all others
          ...(isOpen(service, prod) ? {} : { severity: 'note' as const, cause: 'ports' }),
          problem: `is published in dev, and not in prod`,
          fix: 'publish it in prod too, or do nothing if it is reached another way',
        },
      ];
    });
  }),
};

function isOpen({ kind }: CheckedService, { services }: CheckedSystem): boolean {
  return kind === 'application' && services.every(({ published }) => published.length === 0);
}
