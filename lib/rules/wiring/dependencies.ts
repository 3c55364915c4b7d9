import type { CheckedService } from '../../model/checked-system.js';

/** All that a service waits for, by way of others too; itself only where it is part of a circle. */
export function waitsFor(
  service: CheckedService,
  services: ReadonlyMap<string, CheckedService>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...service.dependsOn];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(services.get(name)?.dependsOn ?? []));
  }
  return found;
}

export const byName = perSystem((services) => new Map(services.map((service) => [service.name, service])));

/** Services by the names that they have on the network: their own, their container's, and others that they are given there. */
export const byHost = perSystem((services) => {
  const others = services.flatMap((service) =>
    [...(service.aliases ?? []), ...(service.container === undefined ? [] : [service.container])].map(
      (name) => [name, service] as const,
    ),
  );
  return new Map([...others, ...byName(services)]);
});

type Named = ReadonlyMap<string, CheckedService>;

/** Rules look at one service after another, and each at all others. */
function perSystem(find: (services: readonly CheckedService[]) => Named) {
  const known = new WeakMap<readonly CheckedService[], Named>();
  return (services: readonly CheckedService[]): Named => {
    const found = known.get(services) ?? find(services);
    known.set(services, found);
    return found;
  };
}

/** Whom a service calls by a name: undefined for no service of the system, null where that is as it is meant. */
export function calledBy(
  { hosts = {} }: CheckedService,
  name: string,
  services: ReadonlyMap<string, CheckedService>,
): CheckedService | undefined | null {
  const meant = Object.hasOwn(hosts, name) ? hosts[name] : name;
  return meant ? services.get(meant) : null;
}
