import { type Claim, eachSystem, placeOf, type Rule } from '../rule.js';
import { byHost, byName, calledBy, waitsFor } from './dependencies.js';
import { addressesOf } from './urls.js';

/** A service waits for those that it calls. */
export const urlsAreWaitedFor: Rule = {
  id: 'urls-are-waited-for',
  severity: 'warning',
  group: 'wiring',
  claim: 'A service waits for every service whose address it is given, directly or through others.',
  why: 'Otherwise it starts before what it calls, and its first calls fail.',
  wrong: { language: 'yaml', text: 'environment:\n  REDIS_URL: redis://redis:6379' },
  right: { language: 'yaml', text: 'environment:\n  REDIS_URL: redis://redis:6379\ndepends_on: [redis]' },
  check: eachSystem(({ services }) => {
    const hosts = byHost(services);
    const known = byName(services);
    return services.flatMap((service): Claim[] => {
      const waited = new Set(waitsFor(service, known)).add(service.name);
      return addressesOf(service).flatMap(({ at, host }) => {
        const called = calledBy(service, host, hosts);
        if (!called || waited.has(called.name)) return [];
        // said once
        waited.add(called.name);
        // two that call each other cannot both wait
        if (waitsFor(called, known).has(service.name)) return [];
        return [
          {
            where: placeOf(service),
            at,
            problem: `calls ${called.name} and does not wait for it`,
            fix: `make it depend on ${called.name}`,
          },
        ];
      });
    });
  }),
};
