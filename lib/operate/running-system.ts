import { ReleaseStore } from '../engine/releases.js';
import type { SystemSpec } from '../model/service-spec.js';
import { runsBySwarm } from '../model/swarm.js';
import type { Project } from '../synth/project.js';
import { describeStarted } from '../synth/started.js';
import type { WhatRuns } from './what-runs.js';

/**
 * The system that runs, as far as it is known here: the release of prod that Compose or Swarm started, whatever the source tree says by
 * now; otherwise as it is described and was started last.
 * @throws UserError with everything that is wrong, where that stands in the way of a description
 */
export function runningSystem(project: Project, { settings, mode, containers }: WhatRuns): SystemSpec {
  const isReleased = containers.some(({ engine }) => engine !== 'terraform');
  const release = isReleased
    ? new ReleaseStore(settings.sourceRoot, { ...settings, mode }).running()
    : undefined;
  return inTasks(release?.system ?? describeStarted(project)(mode).systems[mode], containers);
}

/** Where Swarm runs a system, each service with a container of it that runs here: every start has another name. */
export function inTasks(system: SystemSpec, containers: WhatRuns['containers']): SystemSpec {
  if (!runsBySwarm(containers)) return system;
  const services = system.services.map((service) => ({
    ...service,
    container: containers.find((each) => each.service === service.name)?.name ?? service.container,
  }));
  return { ...system, services };
}
