import { composeDown } from '../engine/compose.js';
import { listContainers, listNetworks } from '../engine/docker.js';
import { systemName } from '../model/deployment.js';
import type { Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { requireEngine } from './require-engine.js';

/** Ends what Compose runs in a mode; data volumes stay. */
export async function stop(project: Project, mode: Mode): Promise<void> {
  const settings = readSettings(project);
  const { commands } = settings.conventions;
  await requireEngine(commands);
  const containers = await listContainers(settings, mode);
  if (containers.some((container) => container.engine === 'terraform'))
    throw new UserError(`${mode} is run by Terraform, not by Compose`, `${commands.destroy} ${mode}`);
  // a run that was killed may have left no more than the network, which stands in the way of others
  const networks = (await listNetworks(settings)).filter(
    (made) => made.mode === mode && made.engine === 'compose',
  );
  if (containers.length + networks.length === 0) {
    console.log(`Nothing of ${settings.name} runs in ${mode} mode.`);
    return;
  }
  await composeDown(systemName({ ...settings, mode }), console.log);
  console.log(`Stopped ${containers.length} services of ${mode} mode; the data volumes are kept.`);
}
