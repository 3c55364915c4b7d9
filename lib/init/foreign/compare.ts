import { type SystemSpec, volumesOf } from '../../model/service-spec.js';
import { MAY_BE_SECRET } from './image.js';

type Json = Readonly<Record<string, unknown>>;

/** What Docker itself does where a health check says nothing. */
const HEALTH: Json = { interval: '30s', timeout: '30s', retries: 3, start_period: '0s' };

/**
 * Where what Compose makes of two setups differs, a path with both values each. What is this project's own way everywhere
 * (names, labels, where an image is built) is left out: that is said once.
 * @param before of the files that were there, as `docker compose config --format json` has it
 * @param after of the file that is written
 */
export function configDifferences(before: unknown, after: unknown, system: SystemSpec): string[] {
  const left = flat(plainConfig(before as Json));
  const right = flat(plainConfig(withoutOwn(after as Json, system)));
  // its old name is one on its networks
  for (const [service, { container_name }] of entries((before as Json).services) as [string, Json][])
    for (const path of right.keys())
      if (
        path.startsWith(`services\0${service}\0networks\0`) &&
        path.endsWith(`\0aliases\0${container_name}`)
      )
        right.delete(path);
  const built = new Set(system.services.flatMap(({ name, image }) => (image.kind === 'build' ? [name] : [])));
  const isOwn = (path: string) => {
    const [section, service = '', key, part] = path.split('\0');
    if (section !== 'services') return false;
    if (key === 'container_name') return true;
    // that a start starts it is told with its line
    if (key === 'profiles') return !right.has(['services', service, key, '0'].join('\0'));
    if (!built.has(service)) return false;
    return (
      key === 'image' ||
      key === 'pull_policy' ||
      (key === 'build' && ['context', 'dockerfile', 'dockerfile_inline'].includes(part ?? ''))
    );
  };
  const paths = [...new Set([...left.keys(), ...right.keys()])].filter((path) => !isOwn(path)).sort();
  return paths
    .filter((path) => left.get(path) !== right.get(path))
    .map((path) => `${path.replaceAll('\0', '.')}: ${shown(path, left)} → ${shown(path, right)}`);
}

function shown(path: string, values: ReadonlyMap<string, string>): string {
  const value = values.get(path);
  if (value === undefined) return 'nothing';
  const name = path.slice(path.lastIndexOf('\0') + 1);
  return MAY_BE_SECRET.test(name) ? 'a value' : value.length > 120 ? `${value.slice(0, 120)}…` : value;
}

/** Without what every system of this library's has: labels, names of its network and volumes, aliases for old names. */
function withoutOwn(config: Json, system: SystemSpec): Json {
  const { conventions, name } = system;
  const end = `-${conventions.modes[system.mode]}`;
  const short = new Map(
    volumesOf(system).map((volume) => [volume, volume.slice(name.length + 1, -end.length)]),
  );
  const labels = (all: unknown) => {
    const own = entries(all).filter(([label]) => !label.startsWith(`${conventions.labelPrefix}.`));
    return own.length > 0 ? { labels: Object.fromEntries(own) } : {};
  };
  const services = entries(config.services).map(([service, value]) => {
    const { labels: its, ...rest } = value as Json;
    const volumes = list(rest.volumes).map((mount) => {
      const { source } = mount as { readonly source?: string };
      return source !== undefined && short.has(source)
        ? { ...(mount as Json), source: short.get(source) }
        : mount;
    });
    return [service, { ...rest, ...(volumes.length > 0 ? { volumes } : {}), ...labels(its) }] as const;
  });
  const volumes = entries(config.volumes).map(([volume, value]) =>
    short.has(volume) ? ([short.get(volume) ?? volume, {}] as const) : ([volume, value] as const),
  );
  const networks = entries(config.networks).map(([network, value]) => {
    const { name: said, labels: its, ...rest } = (value ?? {}) as Json;
    const named = network === 'default' || said === undefined ? {} : { name: said };
    return [network, { ...rest, ...named, ...labels(its) }] as const;
  });
  return {
    ...config,
    services: Object.fromEntries(services),
    volumes: Object.fromEntries(volumes),
    networks: Object.fromEntries(networks),
  };
}

/** In the one form in which two setups that are the same are equal. */
function plainConfig({ name, ...config }: Json): Json {
  const project = String(name);
  const sections = entries(config)
    .filter(([key]) => !key.startsWith('x-') && key !== 'version')
    .map(([key, section]) => {
      if (key === 'services')
        return [
          key,
          Object.fromEntries(
            entries(section).map(([service, value]) => [service, plainService(value as Json)]),
          ),
        ] as const;
      const named = entries(section).map(([resource, value]) => {
        const { name: its, ipam, ...rest } = (value ?? {}) as Json;
        const isUsual = its === `${project}_${resource}` || resource === 'default';
        const addresses = entries(ipam).length > 0 ? { ipam } : {};
        return [
          resource,
          { ...rest, ...addresses, ...(isUsual || its === undefined ? {} : { name: its }) },
        ] as const;
      });
      return [key, Object.fromEntries(named)] as const;
    });
  return Object.fromEntries(sections);
}

function plainService({ healthcheck, restart, ports, volumes, networks, ...service }: Json): Json {
  const check = entries(healthcheck).filter(([key, value]) => HEALTH[key] !== value);
  return {
    ...service,
    ...(check.length > 0 ? { healthcheck: Object.fromEntries(check) } : {}),
    ...(restart === 'no' ? {} : { restart }),
    ports: keyed(list(ports).map((port) => without(port as Json, 'mode', 'ingress'))),
    volumes: keyed(
      list(volumes).map((mount) =>
        Object.fromEntries(
          entries(mount).filter(([, value]) => typeof value !== 'object' || entries(value).length > 0),
        ),
      ),
    ),
    networks: Object.fromEntries(
      entries(networks).map(([network, how]) => {
        const { aliases, ...rest } = (how ?? {}) as Json;
        return [
          network,
          {
            ...rest,
            there: true,
            aliases: Object.fromEntries(list(aliases).map((alias) => [String(alias), alias])),
          },
        ];
      }),
    ),
  };
}

function without(table: Json, key: string, value: unknown): Json {
  return Object.fromEntries(entries(table).filter(([name, is]) => name !== key || is !== value));
}

/** Whose order says nothing. */
function keyed(items: readonly Json[]): Json {
  return Object.fromEntries(
    items.map((item) => [
      String(item.target ?? '') +
        (item.published ? `:${item.published}` : '') +
        (item.protocol ? `/${item.protocol}` : '') +
        (item.host_ip ? `@${item.host_ip}` : ''),
      item,
    ]),
  );
}

/** Each text or number by its path. */
function flat(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null)
    for (const [key, item] of Array.isArray(value)
      ? value.map((item, i) => [String(i), item] as const)
      : entries(value))
      flat(item, path === '' ? key : `${path}\0${key}`, found);
  else if (value !== undefined && value !== null) found.set(path, JSON.stringify(value));
  return found;
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
