import type { CheckedService } from '../../model/checked-system.js';
import { type Claim, eachSystem, placeOf, type Rule } from '../rule.js';
import { byName, waitsFor } from './dependencies.js';

/** No service waits for itself by way of others: none of them would start. */
export const noDependencyCycle: Rule = {
  id: 'no-dependency-cycle',
  severity: 'error',
  group: 'wiring',
  claim: 'No service waits for itself, not even through others.',
  why: 'None of the services in such a circle can start first.',
  wrong: { language: 'yaml', text: 'api:\n  depends_on: [worker]\nworker:\n  depends_on: [api]' },
  right: { language: 'yaml', text: 'api:\n  depends_on: [worker]\nworker:\n  depends_on: [redis]' },
  check: eachSystem(({ services }) => {
    const known = byName(services);
    const reached = new Map(services.map((service) => [service.name, waitsFor(service, known)]));
    const told = new Set<string>();
    return services.flatMap((service): Claim[] => {
      const next = service.dependsOn.find(
        (name) => name === service.name || reached.get(name)?.has(service.name),
      );
      if (next === undefined || told.has(service.name)) return [];
      const circle = wayBack(service, next, known);
      for (const name of circle) told.add(name);
      return [
        {
          where: placeOf(service),
          at: `dependsOn[${next}]`,
          problem: `waits for itself: ${[service.name, ...circle].join(' → ')}`,
          fix: 'remove one of these dependencies',
        },
      ];
    });
  }),
};

/** The shortest way from a service's dependency back to it. */
function wayBack(
  service: CheckedService,
  next: string,
  known: ReadonlyMap<string, CheckedService>,
): string[] {
  const from = new Map<string, string | undefined>([[next, undefined]]);
  for (const name of from.keys())
    for (const each of known.get(name)?.dependsOn ?? []) if (!from.has(each)) from.set(each, name);
  const way: string[] = [];
  for (let name: string | undefined = service.name; name !== undefined; name = from.get(name))
    way.unshift(name);
  return way;
}
