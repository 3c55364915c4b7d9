import { lastStart } from '../lib/disk/start-note.js';
import { closedPaths, describeClosed } from '../lib/engine/closed-paths.js';
import { listContainers, type RunningContainer } from '../lib/engine/docker.js';
import { dueJobs } from '../lib/engine/due-jobs.js';
import { unlikeDescribed } from '../lib/engine/unlike-described.js';
import { healthIn, isWell } from '../lib/model/container-state.js';
import type { Mode } from '../lib/model/mode.js';
import type { BindMount } from '../lib/model/mount.js';
import { publishedUrl } from '../lib/model/port.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../lib/model/service-spec.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import { bindsOf, describePaths } from '../lib/model/watch.js';
import type { Description } from '../lib/synth/description.js';
import { asRun } from '../lib/synth/told.js';
import { isCurrentImage } from '../lib/verify/mounted-over.js';
import { describeStranger, strangersTo } from '../lib/verify/strangers.js';
import { type Behind, catchUp } from '../lib/watch/catch-up.js';
import { type ContainerState, statesOf } from '../lib/watch/container.js';
import { WatchedFiles } from '../lib/watch/watched-files.js';
import { jobRow, type StatusRow, sourceOf } from './row-parts.js';
import { stackRows } from './stack-rows.js';

/** Empty where nothing of the mode runs. */
export async function statusRows(description: Description, mode: Mode): Promise<StatusRow[]> {
  const { sourceRoot, host } = description.settings;
  const described: SystemSpec = description.systems[mode];
  const containers = await listContainers(described, mode);
  if (isOfSwarm(description, mode, containers)) return stackRows(description);
  if (containers.length === 0) return [];
  const system = asRun(described, sourceRoot, containers);
  const byName = new Map(containers.map((container) => [container.name, container]));
  const due = (await dueJobs(sourceRoot, described)).map(({ name }) => name);
  // what has a profile is there where somebody has started it
  const started = startedOf(system);
  const services = system.services.filter(
    (service) => service.job || started.includes(service) || byName.has(service.container),
  );
  // what Compose alone mounts is looked at for its place, and not file by file
  const own = new Map(described.services.map((service) => [service.name, service]));
  // what it says of them, the others go by
  const states = await statesOf(services.map((service) => service.container));
  const [behind, unlike] = await Promise.all([
    catchUp({ sourceRoot, services }, new WatchedFiles(sourceRoot, described.services)),
    unlikeDescribed(sourceRoot, system),
  ]);
  const rows = services.map((service): StatusRow => {
    if (service.job) return jobRow(service, due.includes(service.name));
    const container = byName.get(service.container);
    const addresses = service.published.map((port) => publishedUrl(port, host));
    if (!container)
      return { service: service.name, state: 'not there', health: '', addresses: [], right: false };
    const inspected = states.get(service.container);
    const isCurrent = inspected !== undefined && isCurrentImage(description, service, inspected.image);
    const image = isCurrent ? 'current' : 'rebuild due';
    const files = filesState(
      service,
      bindsOf(own.get(service.name) ?? service),
      behind.find((each) => each.service === service),
      inspected,
    );
    const changed = unlike(service.container);
    const { state, engine } = container;
    const health = healthIn(container.status);
    const { exitCode = 0 } = inspected ?? {};
    return {
      ...{ service: service.name, state, health, engine, image, files: files.text, addresses },
      ...(inspected?.running ? { since: inspected.startedAt.toISOString() } : {}),
      ...(inspected ? { from: sourceOf(service.image, inspected.image) } : {}),
      ...(changed.length > 0 ? { changed } : {}),
      right:
        isWell({ state, health, exitCode }, service) &&
        image === 'current' &&
        files.right &&
        changed.length === 0,
    };
  });
  return [...rows, ...strangersTo(system, containers).map(strangerRow)];
}

/** The next start removes it. */
function strangerRow(container: RunningContainer): StatusRow {
  const { service, state, status, engine } = container;
  return {
    ...{ service, state, health: healthIn(status), engine, addresses: [] },
    ...{ changed: [describeStranger(container)], right: false },
  };
}

/** Whether Swarm runs prod: all of that may be on other machines, or just fail. */
function isOfSwarm(
  { settings, systems }: Description,
  mode: Mode,
  containers: readonly Pick<RunningContainer, 'engine'>[],
): boolean {
  if (containers.length > 0) return runsBySwarm(containers);
  return mode === 'prod' && lastStart(settings.sourceRoot, systems.prod)?.engine === 'swarm';
}

/** @param live the mounts whose files are looked at */
function filesState(
  service: ServiceSpec,
  live: readonly BindMount[],
  behind: Behind | undefined,
  state: ContainerState | undefined,
): { readonly text: string; readonly right: boolean } {
  if (bindsOf(service).length === 0) return { text: 'baked', right: true };
  const targets = live.map(({ target }) => target);
  const closed = state ? closedPaths(state, targets) : [];
  if (closed.length > 0)
    return { text: `not readable: ${describePaths(closed.map(describeClosed))}`, right: false };
  if (!behind) return { text: 'mounted', right: true };
  const { stale, newer } = behind;
  const sources = stale.map(({ source }) => source);
  if (sources.length > 0) return { text: `stale mount: ${describePaths(sources)}`, right: false };
  return { text: `restart due: ${describePaths(newer)}`, right: false };
}
