import { composeDown } from '../engine/compose.js';
import { listContainers, listNetworks } from '../engine/docker.js';
import { endStack } from '../engine/end-stack.js';
import { underway } from '../engine/interruption.js';
import { leavingNoNameless } from '../engine/nameless.js';
import type { Named } from '../model/conventions.js';
import { counted } from '../model/counted.js';
import { systemName } from '../model/deployment.js';
import type { Mode } from '../model/mode.js';
import { runsBySwarm } from '../model/swarm.js';
import { UserError } from '../model/user-error.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { modesThere } from './nothing-runs.js';
import { requireEngine } from './require-engine.js';
import { refuseGuests, refuseStrangersInProject } from './strangers.js';
import { requireMaker } from './swarm/require-maker.js';
import { inTurn } from './turn.js';

/** Ends what the scripts run in a mode, a line for each service; data volumes stay. */
export async function stop(project: Project, mode: Mode): Promise<void> {
  const settings = readSettings(project);
  return stopSystem(settings.sourceRoot, settings, mode);
}

/** The same for a system that is known by its name. @param root the source root, absolute */
export async function stopSystem(root: string, settings: Named, mode: Mode): Promise<void> {
  const { commands } = settings.conventions;
  await requireEngine(commands);
  const containers = await listContainers(settings, mode);
  if (containers.some((container) => container.engine === 'terraform'))
    throw new UserError(`${mode} is run by Terraform, not by Compose`, `${commands.destroy} ${mode}`);
  // a run that was killed may have left no more than the network, which stands in the way of others
  const networks = (await listNetworks(settings)).filter(
    (made) => made.mode === mode && made.engine !== 'terraform',
  );
  if (containers.length + networks.length === 0) {
    const [other] = await modesThere(settings);
    const instead = other === undefined ? '' : ` ${other} does; to stop it: ${commands[`stop-${other}`]}`;
    console.log(`Nothing of ${settings.name} runs in ${mode} mode.${instead}`);
    return;
  }
  await refuseStrangersInProject({ ...settings, mode });
  await refuseGuests(settings, networks);
  const isSwarms = runsBySwarm([...containers, ...networks]);
  const start = `${commands[mode]}${isSwarms ? ' --swarm' : ''}`;
  const partly = { state: `${mode} is stopped in part`, instead: `${start} starts it again` };
  const ending = (end: () => Promise<void>) => underway(partly, () => inTurn(root, settings, end));
  if (isSwarms) {
    await requireMaker({ ...settings, mode }, 'commands');
    await ending(() => endStack({ ...settings, mode }));
    console.log(`Ended what Swarm ran of ${mode} mode; the data volumes are kept.`);
    return;
  }
  const down = () =>
    composeDown(systemName({ ...settings, mode }), (container) => {
      const known = containers.find(({ name }) => name === container);
      if (known) console.log(`  stopped ${known.service}`);
    });
  await ending(() => leavingNoNameless(root, settings, down));
  console.log(
    containers.length === 0
      ? `Removed the network that ${mode} mode had left; the data volumes are kept.`
      : `Stopped ${counted(containers.length, 'service')} of ${mode} mode; the data volumes are kept.`,
  );
}
