import { dueJobs } from '../lib/engine/due-jobs.js';
import { runningTasks } from '../lib/engine/running-tasks.js';
import { type StackTask, stackServices, stackTasks } from '../lib/engine/stack.js';
import { lostAmong, swarmNodes } from '../lib/engine/swarm.js';
import { systemName } from '../lib/model/deployment.js';
import { imageName } from '../lib/model/image.js';
import { publishedUrl } from '../lib/model/port.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../lib/model/service-spec.js';
import { isNodesImage } from '../lib/model/swarm.js';
import { reachedPorts } from '../lib/swarm/write/ports.js';
import type { Description } from '../lib/synth/description.js';
import { jobRow, type StatusRow, sourceOf } from './row-parts.js';

/** What Swarm runs of prod, on all machines; empty where that is nothing. */
export async function stackRows({ settings, systems }: Description): Promise<StatusRow[]> {
  const system: SystemSpec = systems.prod;
  const found = await stackServices(systemName(system));
  if (found.length === 0) return [];
  const tasks = await stackTasks(found);
  const lost = lostAmong(await swarmNodes());
  const due = (await dueJobs(settings.sourceRoot, system)).map(({ name }) => name);
  const started = startedOf(system);
  return system.services
    .filter((service) => service.job || started.includes(service))
    .map((service): StatusRow => {
      if (service.job) return jobRow(service, due.includes(service.name));
      const there = found.find(({ name }) => name === service.name);
      if (!there)
        return { service: service.name, state: 'not there', health: '', addresses: [], right: false };
      const own = tasks.filter((task) => task.service === service.name && !lost.has(task.node));
      const wanted = service.replicas ?? 1;
      const running = own.filter((task) => task.state === 'running' && task.wanted === 'running');
      const isCurrent = isNodesImage(there.image, imageName(service.image));
      const changed =
        there.replicas === wanted ? [] : [`is to run ${there.replicas ?? 'on each machine'}, not ${wanted}`];
      return {
        ...{ service: service.name, engine: 'swarm', state: stateOf(running.length, wanted, own) },
        ...{ health: healthOf(service, running, own), image: isCurrent ? 'current' : 'rebuild due' },
        ...{ files: 'baked', from: sourceOf(service.image, there.image) },
        addresses: reachedPorts(service).map((port) => publishedUrl(port, settings.host)),
        ...sinceOf(running),
        ...(changed.length > 0 ? { changed } : {}),
        right: running.length >= wanted && isCurrent && changed.length === 0,
      };
    });
}

/** `running`, `1 of 2 running`; where none does, what the last one has come to. */
function stateOf(running: number, wanted: number, tasks: readonly StackTask[]): string {
  if (running >= wanted) return wanted === 1 ? 'running' : `${running} running`;
  if (running > 0) return `${running} of ${wanted} running`;
  return [...tasks].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0]?.state ?? 'none';
}

/** Swarm calls a task running when it is healthy. */
function healthOf(
  { healthCheck }: ServiceSpec,
  running: readonly StackTask[],
  tasks: readonly StackTask[],
): string {
  if (running.length > 0) return healthCheck ? 'healthy' : '';
  return tasks.some(({ state }) => state === 'starting') ? 'starting' : '';
}

function sinceOf(running: readonly StackTask[]): { readonly since?: string } {
  const [first] = running.map(({ since }) => since).sort();
  return first === undefined ? {} : { since: new Date(first).toISOString() };
}

/** Where what runs of prod is, where Swarm has several machines. */
export async function machineLines(system: SystemSpec): Promise<string[]> {
  const nodes = await swarmNodes();
  if (nodes.length < 2) return [];
  const tasks = (await runningTasks(system)).filter(({ wanted }) => wanted === 'running');
  return nodes.map(({ id, name, state, availability }) => {
    if (state !== 'ready') return `  ${name} does not answer (${state}).`;
    const here = tasks.filter(({ node }) => node === id).map(({ service }) => service);
    const services = [...new Set(here)].sort().join(', ');
    return `  ${name}${availability === 'active' ? '' : ` (${availability})`}: ${services || 'nothing'}.`;
  });
}
