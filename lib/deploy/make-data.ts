import { forgetJobs } from '../disk/job-note.js';
import { ensureVolume, volumeState } from '../engine/docker.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';
import { noteOwner } from './data-owner.js';
import { noteNewData } from './data-secrets.js';

/** Notes whose the data is that a start uses, and makes prod's volumes. @param root the source root, absolute */
export async function makeData(root: string, system: SystemSpec): Promise<void> {
  await noteOwner(root, system);
  await noteFreshData(root, system);
  // the data is older and longer-lived than any release: Compose knows it as external
  if (system.mode === 'prod')
    for (const volume of volumesOf(system)) await ensureVolume(volume, system.network.labels);
}

/** Notes what is known of data that is about to be made: which secrets it is written with, and that no job has run on it. */
export async function noteFreshData(root: string, system: SystemSpec): Promise<void> {
  const volumes = volumesOf(system);
  const states = await Promise.all(volumes.map(volumeState));
  const fresh = volumes.filter((_, i) => states[i] === 'none');
  noteNewData(root, system, fresh);
  forgetJobs(root, system, fresh);
}
