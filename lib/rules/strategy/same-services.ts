import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import { betweenModes, type Claim, placeOf, type Rule } from '../rule.js';

/** Both modes are the same system: a service of one alone is never tried in the other. */
export const sameServices: Rule = {
  id: 'same-services',
  severity: 'error',
  group: 'strategy',
  claim: 'Dev and prod have the same services.',
  why: 'What relies on a service that prod does not have works only in dev; what only prod has is tried by nobody.',
  wrong: { language: 'yaml', text: '# dev\nservices:\n  api: …\n  mailcatcher: … # prod has none' },
  right: { language: 'yaml', text: '# dev\nservices:\n  api: …\n# prod\nservices:\n  api: …' },
  check: betweenModes((dev, prod) => [...onlyIn(dev, prod), ...onlyIn(prod, dev)]),
};

/** What stands before prod, and looks after it. */
const OF_PROD =
  /(^|[-_/])(nginx|traefik|caddy|haproxy|envoy|(reverse[-_]?)?proxy|gateway|certbot|acme|backup|watchtower)s?([-_:@]|$)/i;

/** Whether a service is common in prod alone where nobody follows this strategy. */
function isOfProd({ name, mode, image }: CheckedService): boolean {
  const isIt = OF_PROD.test(name) || (image?.kind === 'external' && OF_PROD.test(image.reference));
  return isIt && mode === 'prod';
}

function onlyIn({ services, mode, foreign }: CheckedSystem, other: CheckedSystem): Claim[] {
  const names = new Set(other.services.map(({ name }) => name));
  return services
    .filter(({ name }) => !names.has(name))
    .map((service) => ({
      where: placeOf(service),
      at: `services[${service.name}]`,
      problem: `is only in ${mode}`,
      ...(foreign
        ? { severity: isOfProd(service) ? ('note' as const) : ('warning' as const), cause: mode }
        : {}),
      fix: `add it to ${other.mode}, or remove it from ${mode}`,
    }));
}
