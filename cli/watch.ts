import { writeFileSync } from 'node:fs';
import { nothingRuns } from '../lib/deploy/nothing-runs.js';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { at } from '../lib/disk/files.js';
import { listContainers } from '../lib/engine/docker.js';
import { environmentName } from '../lib/model/conventions.js';
import { planText } from '../lib/model/plan.js';
import { WATCH_PLAN, type WatchPlan } from '../lib/model/watch.js';
import { type Description, requireWhole } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { describeStarted } from '../lib/synth/started.js';

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
    services: systems.dev.services.filter((service) => runs(service.name)),
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
