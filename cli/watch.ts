import { writeFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { nothingRuns } from '../lib/deploy/nothing-runs.js';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { at } from '../lib/disk/files.js';
import { listContainers } from '../lib/engine/docker.js';
import { environmentName } from '../lib/model/conventions.js';
import { planText } from '../lib/model/plan.js';
import type { ServiceSpec } from '../lib/model/service-spec.js';
import { WATCH_PLAN, type WatchPlan } from '../lib/model/watch.js';
import { type Description, requireWhole } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { describeStarted } from '../lib/synth/started.js';
import { asRun } from '../lib/synth/told.js';

export interface WatchOptions {
  /** Whether a change of a baked file builds and replaces by itself. */
  readonly rebuild: boolean;
  /** Milliseconds from one look at the files to the next. @default - the kernel tells of changes */
  readonly poll?: number | undefined;
}

/** `watch.sh`: goes on to watch a dev system that is up. */
export async function watch(project: Project, options: WatchOptions): Promise<void> {
  await requireEngine(project.system.conventions.commands);
  const description = describeStarted(project)('dev');
  requireWhole(description);
  await handOver(description, options);
}

/** Without mounts of what lies outside the source root: nobody edits it there. */
function inside(services: readonly ServiceSpec<'dev'>[]): ServiceSpec<'dev'>[] {
  return services.map((service) => ({
    ...service,
    mounts: service.mounts.filter((mount) => mount.type !== 'bind' || !isAbsolute(mount.source)),
  }));
}

/**
 * Writes what the watcher has to know where the script waits for it. The watcher is a process of its own, for one that
 * has described a system holds three times the memory that watching needs.
 * @throws UserError where nothing runs in dev mode
 */
export async function handOver({ systems, settings }: Description, options: WatchOptions): Promise<void> {
  const { name, sourceRoot, conventions } = settings;
  const containers = await listContainers(settings, 'dev');
  const [first] = containers;
  if (!first) throw await nothingRuns(settings, 'dev');
  const runs = (service: string) => containers.some((container) => container.service === service);
  const plan: WatchPlan = {
    ...{ name, conventions, sourceRoot },
    services: inside(asRun(systems.dev, sourceRoot, containers).services).filter(({ name }) => runs(name)),
    without: (systems.dev.leftOut ?? []).map(({ service }) => service),
    engine: first.engine,
    environment: {
      [environmentName(conventions, 'PORT_OFFSET')]: String(settings.portOffset),
      [environmentName(conventions, 'HOST')]: settings.host,
      ...(settings.gateway ? { [environmentName(conventions, 'GATEWAY')]: '1' } : {}),
    },
    rebuild: options.rebuild,
    ...(options.poll === undefined ? {} : { poll: options.poll }),
  };
  const file = process.env[WATCH_PLAN];
  if (file) at(file, () => writeFileSync(file, planText(plan)));
}
