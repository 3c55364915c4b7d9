import type { CheckedService } from '../../model/checked-system.js';
import type { EnvironmentValue } from '../../model/environment.js';

/** A place where a service names a host and a port. */
export interface Address {
  /** The attribute that has it. */
  readonly at: string;
  /** Lower case; undefined where the value is no URL. */
  readonly scheme?: string;
  readonly host: string;
  /** As written, or the scheme's own; undefined where neither is known. */
  readonly port?: number;
  /** Whether it stands in the files as it is, and may be shown. */
  readonly isPlain: boolean;
}

/** What stands for a value that nobody knows: part of no name. */
const UNKNOWN = '\0';

const URL =
  /\b([a-z][a-z0-9+.-]{0,30}):\/\/(?:[^\s"'/]{0,512}@)?([a-z0-9][a-z0-9_.-]{0,252})(?::(\d{1,5}))?(?=[/?#\s"'`,;)\]}<>|&\\]|$)/gi;

/** The ports that schemes have where a URL names none. */
const SCHEME_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
  mysql: 3306,
  mariadb: 3306,
  mongodb: 27017,
  amqp: 5672,
  amqps: 5671,
  nats: 4222,
};

/** Schemes whose first part is a host. What a URL of another one names (`s3://bucket`, `app://login`) is none, unless it has a port. */
const OF_HOSTS =
  /^(jdbc|https?|wss?|tcp|udp|tls|ssl|grpcs?|postgres(ql)?|pgsql|psql|mysql2?|mariadb|mssql|sqlserver|oracle|redis|rediss|valkey|mongodb|amqps?|nats|kafka|mqtts?|ldaps?|smtps?|imaps?|s?ftps?|ssh|bolt|neo4j|clickhouse|cassandra|memcached?|elasticsearch|opensearch|pulsar|etcd|consul|zookeeper|otlp|statsd|syslog|gelf|rtmps?|rtsp|stomp|cockroachdb|h2|db2)(\+|$)/;

/** All addresses that a service is given: URLs, `host:port`, and pairs of `X_HOST` and `X_PORT`, `PGHOST` and `PGPORT`. */
export function addressesOf(service: CheckedService): Address[] {
  const known = service.variables ?? {};
  const values = Object.entries(service.environment).map(([name, value]) => ({
    name,
    text: textOf(value, known),
    plain: value.filter((part) => typeof part === 'string').join(UNKNOWN),
  }));
  const words = (at: string, list: readonly string[] = []) => list.flatMap((text) => urlsIn(at, text, text));
  return [
    ...values.flatMap(({ name, text, plain }) => {
      const at = `environment[${name}]`;
      return [...urlsIn(at, text, plain), ...bareAddress(at, text, plain)];
    }),
    ...pairsIn(values),
    ...words('entrypoint', service.entrypoint),
    ...words('command', service.command),
  ];
}

/** The port of a URL without one: `postgresql+asyncpg` is PostgreSQL. */
export function schemePort(scheme: string): number | undefined {
  const name = scheme.split('+')[0] ?? '';
  return Object.hasOwn(SCHEME_PORTS, name) ? SCHEME_PORTS[name] : undefined;
}

/** What a value is here; a NUL character stands for what nobody knows. */
export function textOf(value: EnvironmentValue, known: Readonly<Record<string, string>>): string {
  const lookup = (name: string) => (Object.hasOwn(known, name) ? known[name] : undefined);
  return value
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'secret' in part ? (lookup(part.secret) ?? UNKNOWN) : (lookup(part.variable) ?? part.fallback);
    })
    .join('');
}

function urlsIn(at: string, text: string, plain: string): Address[] {
  return [...text.matchAll(URL)].flatMap(([, rawScheme = '', host = '', port]) => {
    const scheme = rawScheme.toLowerCase();
    if (port === undefined && !OF_HOSTS.test(scheme)) return [];
    const isPlain = plain.includes(port === undefined ? host : `${host}:${port}`);
    const number = port === undefined ? schemePort(scheme) : Number(port);
    return [{ at, scheme, host, isPlain, ...(number === undefined ? {} : { port: number }) }];
  });
}

function bareAddress(at: string, text: string, plain: string): Address[] {
  const [, host, port] = /^([a-z0-9][a-z0-9_.-]*):(\d{1,5})$/i.exec(text) ?? [];
  return host === undefined ? [] : [{ at, host, port: Number(port), isPlain: plain === text }];
}

function pairsIn(
  values: readonly { readonly name: string; readonly text: string; readonly plain: string }[],
): Address[] {
  const byName = new Map(values.map((value) => [value.name, value]));
  return values.flatMap(({ name, text, plain }) => {
    const port = /(^(PG)?|_)HOST$/.test(name) ? byName.get(name.replace(/HOST$/, 'PORT')) : undefined;
    return port && /^\d{1,5}$/.test(port.text)
      ? [
          {
            at: `environment[${port.name}]`,
            host: text,
            port: Number(port.text),
            isPlain: plain === text && port.plain === port.text,
          },
        ]
      : [];
  });
}
