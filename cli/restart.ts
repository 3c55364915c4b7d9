import { restartStack } from '../lib/deploy/swarm/restart-stack.js';
import { untilHealthy } from '../lib/deploy/until-healthy.js';
import { waitLimit } from '../lib/deploy/wait-limit.js';
import { type Underway, underway } from '../lib/engine/interruption.js';
import { counted } from '../lib/model/counted.js';
import { restartServices } from '../lib/operate/restart.js';
import { runningSystem } from '../lib/operate/running-system.js';
import { chosen, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { restart as restartContainer } from '../lib/watch/container.js';

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
  if (runs.containers.some(({ engine }) => engine === 'swarm'))
    return underway({ state: 'Swarm goes on with what it was told to restart' }, () =>
      restartStack(system, wanted, options),
    );
  const never = new AbortController().signal;
  const standing: Underway = { state: 'no service was restarted' };
  const restarted: string[] = [];
  await underway(standing, () =>
    restartServices(system, wanted, options, {
      untilHealthy,
      restart: (container) => {
        restarted.push(wanted.find((each) => each.container === container)?.name ?? container);
        standing.state = `of ${counted(names.size, 'service')} these were restarted: ${restarted.join(', ')}`;
        return restartContainer(container, never);
      },
      now: () => performance.now() / 1000,
    }),
  );
}
