import { imageName } from './image.js';
import type { Mode } from './mode.js';
import type { ServiceSpec, SystemSpec } from './service-spec.js';

/** What is kept of a system's past, each release by its id. */
export interface Releases {
  /** The last one that came up. */
  readonly current?: string;
  /** The one that was current before it. */
  readonly previous?: string;
  /** The one that is being started, or that did not come up: the containers may be of it. */
  readonly attempted?: string;
  /** The one that was taken back last, by a rollback: nothing newer has come up since. */
  readonly undone?: string;
}

/** The releases once `id` has come up. One that came up again changes nothing. */
export function afterStart({ current, previous, undone }: Releases, id: string): Releases {
  if (id !== current) return current === undefined ? { current: id } : { current: id, previous: current };
  return {
    current,
    ...(previous === undefined ? {} : { previous }),
    ...(undone === undefined ? {} : { undone }),
  };
}

/** The releases once a rollback has led from one to the current one: who goes back to what was taken back has taken nothing back. */
export function afterRollback(
  { undone: _, ...releases }: Releases,
  from: Releases,
  id: string | undefined,
): Releases {
  return id === undefined || id === releases.current || from.undone === releases.current
    ? releases
    : { ...releases, undone: id };
}

/** Where a rollback leads: out of an attempt that failed to the last one that came up, else to the previous one. */
export function rollbackTarget({ attempted, current, previous }: Releases): string | undefined {
  return attempted !== undefined && attempted !== current ? current : previous;
}

/** A system whose own images are named and no longer built: it runs where they are, without its sources. */
export function asBuilt<M extends Mode>(system: SystemSpec<M>): SystemSpec<M> {
  return {
    ...system,
    services: system.services.map((service) =>
      service.image.kind === 'build' ? withImage(service, imageName(service.image)) : service,
    ),
  };
}

/** A service with an image that is in the engine or nowhere. */
export function withImage<M extends Mode>(service: ServiceSpec<M>, reference: string): ServiceSpec<M> {
  return { ...service, image: { kind: 'external', upstream: reference, reference, pull: 'never' } };
}

/** What differs between two releases, a line for each service: `basket  prod-1f… → prod-9c…`. */
export function releaseChanges(from: SystemSpec, to: SystemSpec): string[] {
  const names = [...new Set([...to.services, ...from.services].map(({ name }) => name))];
  const width = Math.max(...names.map((name) => name.length));
  return names.flatMap((name) => {
    const [before, after] = [from, to].map(({ services }) => services.find((each) => each.name === name));
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const [old, fresh] = [before, after].map((service) =>
      service ? tagOf(imageName(service.image)) : 'none',
    );
    return [`${name.padEnd(width)}  ${old === fresh ? 'other settings' : `${old} → ${fresh}`}`];
  });
}

/** What tells an image from its predecessors: the tag of an own one, the whole name of any other. */
function tagOf(image: string): string {
  return image.startsWith('localhost/') ? image.slice(image.lastIndexOf(':') + 1) : image;
}
