import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StackService, type StackTask, stackServices, stackTasks, taskLog } from '../../engine/stack.js';
import { lostAmong, swarmNodes } from '../../engine/swarm.js';
import { systemName } from '../../model/deployment.js';
import type { ServiceSpec, SystemSpec } from '../../model/service-spec.js';
import { UserError } from '../../model/user-error.js';
import type { StartOptions } from '../start-services.js';
import { waitLimitVariable } from '../wait-limit.js';
import { standingOf } from './standing.js';

/** The clock and Swarm; a test has its own. */
export interface StackSurroundings {
  /** In milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  stackServices: typeof stackServices;
  stackTasks: typeof stackTasks;
  taskLog: typeof taskLog;
  swarmNodes: typeof swarmNodes;
  /** How many processes want each core of this machine. */
  load(): number;
}

const REAL: StackSurroundings = {
  ...{ now: Date.now, sleep, stackServices, stackTasks, taskLog, swarmNodes },
  load: () => (loadavg()[0] ?? 0) / availableParallelism(),
};

/** Service → what its last change was: what is of a change from before says nothing of the next one. */
export type Updates = ReadonlyMap<string, string | undefined>;

export async function updatesOf(stack: string): Promise<Updates> {
  return new Map((await stackServices(stack)).map(({ name, update }) => [name, update?.startedAt]));
}

/**
 * Waits until all of some services runs as it was told last, and what was replaced has ended.
 * @throws UserError naming the first that never will, with why and its last lines
 */
export async function untilUp(
  system: SystemSpec,
  services: readonly ServiceSpec[],
  before: Updates,
  { limit, log }: StartOptions,
  surroundings: StackSurroundings = REAL,
): Promise<void> {
  const stack = systemName(system);
  const began = surroundings.now();
  const lost = lostAmong(await surroundings.swarmNodes());
  const names = services.map(({ name }) => name);
  const up = new Map<string, number>();
  for (;;) {
    const found = await surroundings.stackServices(stack, names);
    const tasks = (await surroundings.stackTasks(found)).filter(({ node }) => !lost.has(node));
    const now = surroundings.now();
    // an engine that did not answer is asked again
    for (const spec of found.length === 0 ? [] : services) {
      const service = found.find(({ name }) => name === spec.name);
      if (!service) throw new UserError(`${spec.name} is not in the stack ${stack} any more`, 'start again');
      const needed = spec.dependsOn.filter((name) => services.some((each) => each.name === name));
      const isReady = needed.every((name) => up.has(name));
      const standing = standingOf({
        ...{ service, now, updateBefore: before.get(spec.name) },
        tasks: tasks.filter((task) => task.service === spec.name),
        ready: isReady ? Math.max(began, ...needed.map((name) => up.get(name) ?? 0)) : undefined,
        ...{ startPeriod: spec.healthCheck?.startPeriod ?? 0, load: surroundings.load() },
      });
      if (standing.kind === 'broken')
        throw await failure(service, standing.because, standing.task, surroundings);
      if (standing.kind === 'waits') up.delete(spec.name);
      else if (!up.has(spec.name)) {
        up.set(spec.name, now);
        log(`${spec.name} runs`);
      }
    }
    if (up.size === services.length) return;
    if (now - began > limit * 1000) {
      const late = services.filter(({ name }) => !up.has(name)).map(({ name }) => name);
      throw new UserError(
        `${late.join(', ')}: not up after ${limit} s`,
        `if that is only slow, start again with ${waitLimitVariable(system.conventions)}=${limit * 2}, which waits longer`,
      );
    }
    // each look is three programs
    await surroundings.sleep(1000);
  }
}

async function failure(
  { name }: StackService,
  because: string,
  task: StackTask | undefined,
  { taskLog: logOf }: StackSurroundings,
): Promise<UserError> {
  const said = task ? await logOf(task, 15) : '';
  const lines = said === '' ? '' : ` The last lines of its task:\n${said}`;
  return new UserError(`${name} is not healthy: ${because}.${lines}`, 'correct it, and start again');
}
