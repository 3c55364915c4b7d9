import { refuseGuests } from '../deploy/strangers.js';
import { alone } from '../deploy/take-instance.js';
import { inTurn } from '../deploy/turn.js';
import { listContainers, listNetworks, removeContainers } from '../engine/docker.js';
import { endStacks } from '../engine/end-stack.js';
import { removeImages } from '../engine/images.js';
import { leavingNoNameless } from '../engine/nameless.js';
import { removeNetworks } from '../engine/remove-networks.js';
import { forgetState } from '../engine/terraform-state.js';
import { removeVolumes } from '../engine/volumes.js';
import type { Conventions, Named } from '../model/conventions.js';
import { readInstances, writeInstances } from '../synth/instances.js';
import type { InstancePlace } from './instance-place.js';
import type { EngineLeavings } from './leavings.js';

/**
 * Ends what runs of a copy, in both modes, whichever engine made it; its data and its ports stay its own.
 * @returns how many services that were
 * @throws UserError where somebody else uses its network, or a process is starting or stopping it
 */
export async function stopInstance(place: InstancePlace, conventions: Conventions): Promise<number> {
  const { name, project, sourceRoot, isGone } = place;
  const system = { name, conventions };
  const held = { containers: await listContainers(system), networks: await listNetworks(system) };
  await refuseGuests(system, held.networks);
  const { containers, networks } = await endStacks(system, held);
  const ids = containers.map(({ id }) => id);
  // where it was there may be something else by now
  if (isGone) await removeContainers(ids, true);
  else if (ids.length > 0)
    await inTurn(sourceRoot, system, () =>
      leavingNoNameless(sourceRoot, system, () => removeContainers(ids)),
    );
  await removeNetworks(networks.map(({ id }) => id));
  if (!isGone)
    for (const { engine, mode } of [...containers, ...networks])
      if (engine === 'terraform') forgetState(project, { ...system, mode });
  return held.containers.length;
}

/** Removes what a copy has left whose worktree is gone, and forgets it where no data is left. */
export async function removeInstance(
  system: Named,
  { images, volumes, ...held }: EngineLeavings,
  isDataLeft: boolean,
): Promise<void> {
  const { containers, networks } = await endStacks(system, held);
  await removeContainers(
    containers.map(({ id }) => id),
    true,
  );
  await removeNetworks(networks.map(({ id }) => id));
  await removeVolumes(volumes.map((volume) => volume.name));
  await removeImages(images.map((image) => image.name));
  if (!isDataLeft)
    await alone(async () => writeInstances(readInstances().filter(({ name }) => name !== system.name)));
}
