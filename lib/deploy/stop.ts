import { composeDown } from '../engine/compose.js';
import { listContainers, listNetworks } from '../engine/docker.js';
import { type Mode, systemName } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { readSettings } from '../synth/settings.js';
import { requireEngine } from './require-engine.js';

/** Ends what Compose runs in a mode; data volumes stay. */
export async function stop(directory: string, mode: Mode): Promise<void> {
  const { name } = readSettings(directory);
  await requireEngine();
  const containers = await listContainers(name, mode);
  if (containers.some((container) => container.engine === 'terraform'))
    throw new UserError(`${mode} is run by Terraform, not by Compose`, `npx cdktf destroy ${mode}`);
  // a run that was killed may have left no more than the network, which stands in the way of others
  const networks = (await listNetworks(name)).filter(
    (made) => made.mode === mode && made.engine === 'compose',
  );
  if (containers.length + networks.length === 0) {
    console.log(`Nothing of ${name} runs in ${mode} mode.`);
    return;
  }
  await composeDown(systemName(name, mode), console.log);
  console.log(`Stopped ${containers.length} services of ${mode} mode; the data volumes are kept.`);
}
