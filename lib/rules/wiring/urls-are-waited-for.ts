import type { CheckedService } from '../../model/checked-system.js';
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
    const reaches = reachable(services, hosts);
    return services.flatMap((service): Claim[] => {
      const waited = new Set(waitsFor(service, known)).add(service.name);
      return addressesOf(service).flatMap(({ at, host }) => {
        const called = calledBy(service, host, hosts);
        if (!called || waited.has(called.name)) return [];
        // said once
        waited.add(called.name);
        // those that call each other, by way of others too, cannot all wait
        if (reaches(called).has(service.name)) return [];
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

/** All that a service waits for or calls, by way of others too. */
function reachable(
  services: readonly CheckedService[],
  hosts: ReadonlyMap<string, CheckedService>,
): (service: CheckedService) => ReadonlySet<string> {
  const edges = new Map(
    services.map((service) => {
      const calls = addressesOf(service).flatMap(({ host }) => calledBy(service, host, hosts)?.name ?? []);
      return [service.name, { ...service, dependsOn: [...service.dependsOn, ...calls] }] as const;
    }),
  );
  return ({ name }) => waitsFor(edges.get(name) as CheckedService, edges);
}
