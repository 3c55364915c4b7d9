import type { Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import type { Snapshot } from '../model/watch.js';

/** The files that go into a service's image: path relative to the source root → what tells its content. */
export type FilesOf = (service: ServiceSpec) => Snapshot;

/** A system as it was or is: what was described, and the files of its images. */
export interface DiffSide {
  readonly system: SystemSpec;
  /** @default - nothing is known of files */
  readonly files?: FilesOf;
}

/** The same system on both sides, in one mode. */
export interface DiffPair {
  readonly before: DiffSide;
  readonly after: DiffSide;
}

/** A system of which only that is known which is told to either engine. */
export function withoutCompose({ system: { compose: _, ...system }, ...side }: DiffSide): DiffSide {
  const services = system.services.map(({ compose: __, ...service }) => service);
  return { ...side, system: { ...system, services } };
}

/** A system whose names are told with `*` for the mode's word, so that the same in both modes reads the same. */
export function withoutModeWord<M extends Mode>(system: SystemSpec<M>): SystemSpec<M> {
  const suffix = `-${system.conventions.modes[system.mode]}`;
  const plain = (name: string) => (name.endsWith(suffix) ? `${name.slice(0, -suffix.length)}-*` : name);
  const services = system.services.map((service) => ({
    ...service,
    container: plain(service.container),
    mounts: (service.mounts as readonly Mount[]).map((mount) =>
      mount.type === 'volume' ? { ...mount, volume: plain(mount.volume) } : mount,
    ),
  }));
  return { ...system, services: services as unknown as SystemSpec<M>['services'] };
}
