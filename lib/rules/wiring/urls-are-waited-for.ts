import type { CheckedService } from '../../model/checked-system.js';
import { type Claim, eachSystem, placeOf, type Rule } from '../rule.js';
import { byHost, byName, calledBy, waitsFor } from './dependencies.js';
import { type Address, addressesOf } from './urls.js';

/** A service waits for those that it calls. */
export const urlsAreWaitedFor: Rule = {
  id: 'urls-are-waited-for',
  severity: 'warning',
  group: 'wiring',
  claim: 'A service waits for every service whose address it is given, directly or through others.',
  why: 'Otherwise it starts before what it calls, and its first calls fail.',
  wrong: { language: 'yaml', text: 'environment:\n  REDIS_URL: redis://redis:6379' },
  right: { language: 'yaml', text: 'environment:\n  REDIS_URL: redis://redis:6379\ndepends_on: [redis]' },
  check: eachSystem(({ services, foreign }) => {
    const hosts = byHost(services);
    const known = byName(services);
    const reaches = reachable(services, hosts);
    return services.flatMap((service): Claim[] => {
      const waited = new Set(waitsFor(service, known)).add(service.name);
      return addressesOf(service).flatMap((address) => {
        const { at, host } = address;
        const called = calledBy(service, host, hosts);
        if (!called || waited.has(called.name) || TELEMETRY.test(at)) return [];
        // said once
        waited.add(called.name);
        // those that call each other, by way of others too, cannot all wait
        if (reaches(called).has(service.name)) return [];
        // a file with variables is often given to more than those that need it
        if (foreign && isStore(service)) return [];
        return [
          {
            where: placeOf(service),
            at,
            ...(foreign && !isAtOnce(address, service) ? { severity: 'note' as const } : {}),
            problem: `calls ${called.name} and does not wait for it`,
            fix: `make it depend on ${called.name}`,
          },
        ];
      });
    });
  }),
};

/** Where OpenTelemetry's libraries send to, again and again until it is there. */
const TELEMETRY = /^environment\[OTEL_EXPORTER_/;

/** What programs connect to when they start, by scheme or by port; of other addresses they make use when they are asked. */
const STORES =
  /^(jdbc|postgres(ql)?|pgsql|psql|mysql2?|mariadb|mssql|sqlserver|oracle|rediss?|valkey|mongodb|amqps?|kafka|nats|cassandra|memcached?|pulsar|etcd|zookeeper|cockroachdb)(\+|$)/;
const STORE_PORTS = new Set([1433, 1521, 2181, 3306, 4222, 5432, 5672, 6379, 9042, 9092, 11211, 27017]);
const STORE_IMAGES =
  /(^|\/)(postgres|postgis|mysql|mariadb|redis|valkey|mongo|rabbitmq|memcached|elasticsearch|minio)(:|@|$)/;

function isStore({ image }: CheckedService): boolean {
  return image?.kind === 'external' && STORE_IMAGES.test(image.reference);
}

/** Whether a call that is made too early ends the program, and nothing starts it again. */
function isAtOnce({ scheme, port }: Address, { restart = 'no' }: CheckedService): boolean {
  const isOfStore = scheme === undefined ? STORE_PORTS.has(port ?? 0) : STORES.test(scheme);
  return isOfStore && restart === 'no';
}

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
