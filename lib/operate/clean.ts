import { forgetDeployed } from '../deploy/deployed.js';
import { forgetMoves } from '../disk/moved-volumes.js';
import { removeContainers } from '../engine/docker.js';
import { endStacks } from '../engine/end-stack.js';
import { removeImages } from '../engine/images.js';
import { leavingNoNameless } from '../engine/nameless.js';
import { removeContext } from '../engine/prune.js';
import { ReleaseStore } from '../engine/releases.js';
import { removeNetworks } from '../engine/remove-networks.js';
import { forgetState } from '../engine/terraform-state.js';
import { removeVolumes } from '../engine/volumes.js';
import { MODES } from '../model/mode.js';
import type { Project } from '../synth/project.js';
import type { Settings } from '../synth/settings.js';
import type { Leavings } from './leavings.js';

/** Removes what a system has left: what depends on something goes before it. */
export async function clean(
  { directory }: Project,
  settings: Settings,
  { images, contexts, volumes, ...held }: Leavings,
): Promise<void> {
  const { sourceRoot } = settings;
  const { containers, networks } = await endStacks(settings, held);
  await leavingNoNameless(sourceRoot, settings, () => removeContainers(containers.map(({ id }) => id)));
  await removeNetworks(networks.map(({ id }) => id));
  for (const { engine, mode } of [...containers, ...networks])
    if (engine === 'terraform') forgetState(directory, { ...settings, mode });
  await removeVolumes(volumes.map(({ name }) => name));
  forgetMoves(settings, new Set(volumes.map(({ name }) => name)));
  await removeImages(images.map(({ name }) => name));
  for (const { name } of contexts) removeContext(sourceRoot, name);
  for (const mode of MODES) {
    new ReleaseStore(sourceRoot, { ...settings, mode }).forget();
    forgetDeployed(sourceRoot, { ...settings, mode });
  }
}
