import { restartStack } from '../lib/deploy/swarm/restart-stack.js';
import { untilHealthy } from '../lib/deploy/until-healthy.js';
import { waitLimit } from '../lib/deploy/wait-limit.js';
import { type Underway, underway } from '../lib/engine/interruption.js';
import { counted } from '../lib/model/counted.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import { describePaths } from '../lib/model/watch.js';
import { type RestartServicesOptions, restartServices } from '../lib/operate/restart.js';
import { runningSystem } from '../lib/operate/running-system.js';
import { chosen, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { catchUp, pathsOf } from '../lib/watch/catch-up.js';
import { restart as restartContainer, statesOf } from '../lib/watch/container.js';

/** `restart`: the containers stay; a line for each service that is healthy again. @param log takes the lines */
export async function restart(
  project: Project,
  services: readonly string[],
  waitTimeout: number | undefined,
  log: (line: string) => void = console.log,
): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} restart`);
  const names = new Set(chosen(runs, services).map(({ name }) => name));
  const system = runningSystem(project, runs);
  const wanted = system.services.filter(({ container }) => names.has(container));
  const options = { limit: waitLimit(system.conventions, waitTimeout), log };
  if (runsBySwarm(runs.containers))
    return underway({ state: 'Swarm goes on with what it was told to restart' }, () =>
      restartStack(system, wanted, options),
    );
  await restartThese(system, wanted, options);
}

/** What the watcher does first, where none follows a start: Compose leaves a container that is as it was described. */
export async function restartBehind(
  system: SystemSpec,
  sourceRoot: string,
  options: RestartServicesOptions,
): Promise<void> {
  await statesOf(system.services.map(({ container }) => container));
  const behind = await catchUp({ sourceRoot, services: system.services });
  for (const each of behind)
    options.log(`${each.service.name} began before ${describePaths(pathsOf(each))} changed`);
  const services = behind.map(({ service }) => service);
  if (services.length > 0) await restartThese(system, services, options);
}

async function restartThese(
  system: SystemSpec,
  wanted: SystemSpec['services'],
  options: RestartServicesOptions,
): Promise<void> {
  const never = new AbortController().signal;
  const standing: Underway = { state: 'no service was restarted' };
  const restarted: string[] = [];
  await underway(standing, () =>
    restartServices(system, wanted, options, {
      untilHealthy,
      restart: (container) => {
        restarted.push(wanted.find((each) => each.container === container)?.name ?? container);
        standing.state = `of ${counted(wanted.length, 'service')} these were restarted: ${restarted.join(', ')}`;
        return restartContainer(container, never);
      },
      now: () => performance.now() / 1000,
    }),
  );
}
