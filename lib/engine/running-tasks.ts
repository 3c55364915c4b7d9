import { type Deployment, systemName } from '../model/deployment.js';
import { type StackTask, stackServices, stackTasks } from './stack.js';
import { type SwarmNode, swarmNodes } from './swarm.js';

/** What Swarm runs of a system, on all machines; of one that does not answer, what it ran last. */
export async function runningTasks(deployment: Deployment): Promise<StackTask[]> {
  const tasks = await stackTasks(await stackServices(systemName(deployment)));
  return tasks.filter(({ state }) => state === 'running');
}

/** Those of them that are on other machines than this one, each with its machine. */
export async function tasksAway(
  deployment: Deployment,
): Promise<{ readonly task: StackTask; readonly machine: SwarmNode }[]> {
  const away = new Map(
    (await swarmNodes()).flatMap((node): [string, SwarmNode][] => (node.isSelf ? [] : [[node.id, node]])),
  );
  return (await runningTasks(deployment)).flatMap((task) => {
    const machine = away.get(task.node);
    return machine ? [{ task, machine }] : [];
  });
}
