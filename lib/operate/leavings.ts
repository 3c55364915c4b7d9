import { refuseGuests } from '../deploy/strangers.js';
import { listContainers, listNetworks, type RunningContainer, type SystemNetwork } from '../engine/docker.js';
import { listAll, usersOf } from '../engine/marks.js';
import { type Leftover, unwantedContexts, unwantedImages } from '../engine/prune.js';
import { type IsUnfinished, unfinishedBuilds } from '../engine/unfinished-builds.js';
import { volumeSizes } from '../engine/volumes.js';
import type { Named } from '../model/conventions.js';
import { MODES } from '../model/mode.js';
import { isOwnVolume, ownContainer } from '../model/ownership.js';
import { UserError } from '../model/user-error.js';
import type { Settings } from '../synth/settings.js';

/** All that a system has left on a machine, but for its sources and its secrets. */
export interface Leavings {
  readonly containers: readonly RunningContainer[];
  readonly networks: readonly SystemNetwork[];
  readonly images: readonly Leftover[];
  /** Relative to the source root. */
  readonly contexts: readonly Leftover[];
  /** Data volumes; empty if they stay. */
  readonly volumes: readonly Leftover[];
}

/** What of it the engine has. */
export type EngineLeavings = Omit<Leavings, 'contexts'>;

/**
 * What a system has left, in both modes, by either engine; changes nothing.
 * @param data whether the data is meant too
 * @throws UserError where somebody else uses what would go
 */
export async function leavingsOf(settings: Settings, data: boolean): Promise<Leavings> {
  const { sourceRoot, conventions } = settings;
  return {
    ...(await leftInEngine(settings, data, unfinishedBuilds(sourceRoot, conventions))),
    contexts: unwantedContexts(sourceRoot, conventions, new Set()),
  };
}

/** The same of a system whose sources may be gone. */
export async function leftInEngine(
  system: Named,
  data: boolean,
  isUnfinished?: IsUnfinished,
): Promise<EngineLeavings> {
  const [containers, networks] = await Promise.all([listContainers(system), listNetworks(system)]);
  await refuseGuests(system, networks);
  return {
    ...{ containers, networks },
    images: await unwantedImages(system, new Set(), new Set(containers.map(({ id }) => id)), isUnfinished),
    volumes: data ? await ownVolumes(system) : [],
  };
}

/** The volumes that are the system's by their labels, or because a container of it uses them. */
async function ownVolumes(system: Named): Promise<Leftover[]> {
  const sizes = await volumeSizes();
  const volumes = await listAll('volume', system);
  const users = await Promise.all(volumes.map(({ name }) => usersOf(name, system)));
  return volumes.flatMap((volume, i): Leftover[] => {
    const using = users[i] ?? [];
    const others = using.filter((container) => !ownContainer(system, container));
    const isLabelled = MODES.some((mode) => isOwnVolume({ ...system, mode }, volume));
    if (!isLabelled && using.length === others.length) return [];
    const [other] = others;
    if (other)
      throw new UserError(
        `container ${other.name} is not ours, and uses the volume ${volume.name}`,
        `remove that container, or keep the data: leave out --data`,
      );
    return [{ name: volume.name, size: sizes.get(volume.name) ?? 0 }];
  });
}
