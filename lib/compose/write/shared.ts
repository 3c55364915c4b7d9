import { RELOADER } from '../../model/reload.js';

/** A service, or any other mapping, in the attributes of Compose. */
export type Rendered = Readonly<Record<string, unknown>>;

/** What stands once in a file, by the name of its anchor. */
export interface SharedParts {
  /** What most services have of these attributes. */
  readonly service: Rendered;
  /** The times of most health checks. */
  readonly health: Rendered;
  readonly healthy: Rendered;
  /** Of a job. */
  readonly done: Rendered;
  /** A live path that is only read. */
  readonly live: Rendered;
  readonly labels: Rendered;
  /** Variables that most of the services that are built have. */
  readonly environment: Rendered;
  readonly reloader: string;
  /** Under Swarm: what lays secrets into the environment of most services that have any. */
  readonly exports: string;
  /** How Swarm replaces what keeps no data. */
  readonly rolling: Rendered;
  /** How Swarm replaces what there is one of at a time. */
  readonly alone: Rendered;
}

/** Text or a number: what a service says itself takes its place. */
const SCALARS = [
  'restart',
  'init',
  'stop_grace_period',
  'read_only',
  'cpu_period',
  'cpu_quota',
  'pids_limit',
];
/** A list or mapping, which some versions of Compose would merge with a service's own: only what all have. */
const WHOLE = ['cap_drop', 'logging'];

const HEALTHY = { condition: 'service_healthy' };
const DONE = { condition: 'service_completed_successfully' };
const LIVE = { type: 'bind', read_only: true, bind: { create_host_path: false } };

/**
 * What services have in common. It follows from what most have, and not from their number or order, so that another service
 * changes nothing of it.
 */
export function sharedParts(services: readonly Rendered[], labels: Rendered): SharedParts {
  return {
    service: {
      ...Object.fromEntries(
        SCALARS.flatMap((key) =>
          usual(
            services.map((service) => service[key]),
            key,
          ),
        ),
      ),
      ...Object.fromEntries(
        WHOLE.flatMap((key) => {
          const [first, ...others] = services.map((service) => service[key]);
          return first !== undefined && others.every((other) => same(other, first)) ? [[key, first]] : [];
        }),
      ),
    },
    health: (usual(services.map(times), 'times')[0]?.[1] ?? {}) as Rendered,
    healthy: HEALTHY,
    done: DONE,
    live: LIVE,
    labels,
    environment: commonVariables(services.filter(({ build }) => build !== undefined)),
    reloader: RELOADER.replaceAll('$', '$$$$'),
    ...{ exports: '', rolling: {}, alone: {} },
  };
}

/** A health check without what it asks. */
export function times({ healthcheck = {} }: Rendered): Rendered {
  const { test: _, ...rest } = healthcheck as Rendered;
  return rest;
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a mapping has all that another one has. */
export function includes(whole: Rendered, part: Rendered): boolean {
  return Object.entries(part).every(([key, value]) => Object.hasOwn(whole, key) && same(whole[key], value));
}

function usual(values: readonly unknown[], key: string): (readonly [string, unknown])[] {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== undefined) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
  const [most] = [...counts].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
  return most ? [[key, JSON.parse(most[0])]] : [];
}

/** Variables that most of these have. */
export function commonVariables(services: readonly Rendered[]): Rendered {
  const tables = services.map(({ environment = {} }) => environment as Rendered);
  const names = [...new Set(tables.flatMap((table) => Object.keys(table)))].sort();
  const common = names.flatMap((name) => {
    const [value] =
      usual(
        tables.map((table) => table[name]),
        name,
      )[0]?.slice(1) ?? [];
    const users = tables.filter((table) => Object.hasOwn(table, name) && same(table[name], value)).length;
    return users * 2 > tables.length && users > 1 ? [[name, value] as const] : [];
  });
  return Object.fromEntries(common);
}
