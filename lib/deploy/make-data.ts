import { ensureVolume } from '../engine/docker.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';
import { noteOwner } from './data-owner.js';
import { noteNewData } from './data-secrets.js';

/** Notes whose the data is that a start uses, and makes prod's volumes. @param root the source root, absolute */
export async function makeData(root: string, system: SystemSpec): Promise<void> {
  noteOwner(root, system);
  await noteNewData(root, system);
  // the data is older and longer-lived than any release: Compose knows it as external
  if (system.mode === 'prod')
    for (const volume of volumesOf(system)) await ensureVolume(volume, system.network.labels);
}
