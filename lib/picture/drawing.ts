import { volumeWord } from '../model/deployment.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';

/** What a picture shows, whatever draws it. */
export interface Drawing {
  readonly services: readonly DrawnService[];
  /** What it waits for through another is not among them. */
  readonly waits: readonly Wait[];
}

/** A box. */
export interface DrawnService {
  readonly name: string;
  /** Below its name. */
  readonly lines: readonly string[];
  /** What has become of it, where a change is drawn. @default - nothing */
  readonly change?: 'added' | 'removed' | 'changed';
}

/** An arrow: who waits, and for whom. */
export type Wait = readonly [service: string, needed: string];

/** A system in one mode: ports, live paths and data of each service, and what waits for what. */
export function drawingOf(system: SystemSpec): Drawing {
  const names = new Set(system.services.map(({ name }) => name));
  const waits = system.services.flatMap(({ name, dependsOn }) =>
    dependsOn.filter((needed) => names.has(needed)).map((needed): Wait => [name, needed]),
  );
  return {
    services: system.services.map((service) => ({ name: service.name, lines: linesOf(service, system) })),
    waits: withoutDetours(waits),
  };
}

/** Without the arrows whose end others reach by a detour: fewer lines, and the same order. */
export function withoutDetours(waits: readonly Wait[]): Wait[] {
  const needs = new Map<string, string[]>();
  for (const [name, needed] of waits) needs.set(name, [...(needs.get(name) ?? []), needed]);
  const reached = new Map<string, ReadonlySet<string>>();
  // set before it is filled: a foreign Compose file may have a circle
  const reach = (name: string): ReadonlySet<string> => {
    const known = reached.get(name);
    if (known) return known;
    const all = new Set<string>();
    reached.set(name, all);
    for (const needed of needs.get(name) ?? []) for (const each of [needed, ...reach(needed)]) all.add(each);
    return all;
  };
  return waits.filter(
    ([name, needed]) =>
      !(needs.get(name) ?? []).some(
        (other) => other !== needed && other !== name && reach(other).has(needed),
      ),
  );
}

function linesOf(service: ServiceSpec, system: SystemSpec): string[] {
  const mounts = service.mounts as readonly Mount[];
  const live = mounts.flatMap((mount) => (mount.type === 'bind' ? [livePath(mount, service)] : []));
  const data = mounts.flatMap((mount) => (mount.type === 'volume' ? [volumeWord(system, mount.volume)] : []));
  return [
    ...(service.job ? ['runs once'] : []),
    ...wrapped('port', portsOf(service)),
    ...wrapped('live', live),
    ...wrapped('data', data),
  ];
}

/** `8001→3001`: the host's and its own; `5432 inside` where only containers reach it. */
function portsOf({ port, otherPorts = [], published }: ServiceSpec): string[] {
  return [...(port === undefined ? [] : [port]), ...otherPorts].map((container) => {
    const open = published.find((each) => each.container === container);
    return open ? `${open.host}→${container}` : `${container} inside`;
  });
}

/** As people say it within the service: `main.py`, `agents/`. */
function livePath(
  { source, kind }: Extract<Mount, { readonly type: 'bind' }>,
  { image }: ServiceSpec,
): string {
  const own = image.kind === 'build' ? `${image.source.directory}/` : '';
  const path = own !== '' && source.startsWith(own) ? source.slice(own.length) : source;
  return kind === 'dir' ? `${path}/` : path;
}

/** Characters. */
const LINE = 26;

/** A word and a list after it, in lines that a box has room for; none without a list. */
function wrapped(word: string, items: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [i, item] of items.entries()) {
    const text = i < items.length - 1 ? `${item},` : item;
    const last = lines.at(-1);
    if (last === undefined) lines.push(`${word}: ${text}`);
    else if (last.length + text.length < LINE) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}
