import { distance } from 'fastest-levenshtein';
import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import { type Claim, eachSystem, placeOf, type Rule } from '../rule.js';
import { byHost, calledBy } from './dependencies.js';
import { addressesOf } from './urls.js';

/** Names that mean this machine, or nothing that could be a service. */
const NO_SERVICE = /^(localhost|broadcasthost|gateway|host|\d+)$|[.]/;

/** The host of a URL is a service of the system, where it can be nothing else. */
export const urlsNameServices: Rule = {
  id: 'urls-name-services',
  severity: 'error',
  group: 'wiring',
  claim: 'A URL whose host is a single word names a service of the system.',
  why: "A name without a dot is known only on the system's own network: without such a service, nobody answers.",
  wrong: { language: 'yaml', text: 'ORDER_SERVICE_URL: http://order-svc:3002' },
  right: { language: 'yaml', text: 'ORDER_SERVICE_URL: http://order-service:3002' },
  check: eachSystem((system, { conventions }) => {
    const modes = Object.values(conventions.modes);
    const hosts = byHost(system.services);
    return system.services.flatMap((service) =>
      addressesOf(service).flatMap(({ at, host, scheme, isPlain }): Claim[] => {
        const isName = scheme !== undefined && isPlain && !NO_SERVICE.test(host);
        if (!isName || calledBy(service, host, hosts) !== undefined) return [];
        // it is there when its profile is active
        if (Object.hasOwn(system.inactive ?? {}, host)) return [];
        const near = nearest(host, system, modes);
        return [
          {
            where: placeOf(service),
            at,
            // it may be of a network that the system only joins
            severity: near === undefined ? (isOfFile(at, service) ? 'note' : 'warning') : 'error',
            problem: `calls "${host}", which is not a service of the system`,
            fix: near === undefined ? 'add the service, or use its real name' : `call "${near}"`,
          },
        ];
      }),
    );
  }),
};

/** A file with variables may be for more than this system. */
function isOfFile(at: string, { fromEnvFile = {} }: CheckedService): boolean {
  return Object.keys(fromEnvFile).some((name) => at === `environment[${name}]`);
}

/** What people put behind a service's name, beside the mode. */
const ENDS = new Set(['service', 'svc', 'server', 'api', 'dev', 'prod']);

/** A service whose name is much like this one. */
function nearest(host: string, { services }: CheckedSystem, modes: readonly string[]): string | undefined {
  const bare = bareName(host, modes);
  return services.find(({ name }) => bareName(name, modes) === bare || isNear(name, host))?.name;
}

/** `order-service`, `order_svc`, `orders-dev` → `order`. */
function bareName(name: string, modes: readonly string[]): string {
  return name
    .toLowerCase()
    .replace(/[-_]([a-z]+)\b/g, (end, word: string) => (ENDS.has(word) || modes.includes(word) ? '' : end))
    .replace(/[-_]/g, '')
    .replace(/s$/, '');
}

/** Whether one word is made of another by two letters that are added, dropped or changed; short ones differ by as many. */
function isNear(a: string, b: string): boolean {
  return Math.min(a.length, b.length) > 4 && distance(a, b) <= 2;
}
