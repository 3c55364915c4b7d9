import { ReleaseStore } from '../engine/releases.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { Project } from '../synth/project.js';
import { describeStarted } from '../synth/started.js';
import type { WhatRuns } from './what-runs.js';

/**
 * The system that runs, as far as it is known here: the release of prod that Compose started, whatever the source tree says by
 * now; otherwise as it is described and was started last.
 * @throws UserError with everything that is wrong, where that stands in the way of a description
 */
export function runningSystem(project: Project, { settings, mode, containers }: WhatRuns): SystemSpec {
  const isComposes = containers.some(({ engine }) => engine === 'compose');
  const release = isComposes
    ? new ReleaseStore(settings.sourceRoot, { ...settings, mode }).running()
    : undefined;
  return release?.system ?? describeStarted(project)(mode).systems[mode];
}
