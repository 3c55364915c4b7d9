import { listContainers, type RunningContainer } from '../engine/docker.js';
import { idsInState } from '../engine/terraform-state.js';
import { isUp } from '../model/container-state.js';
import type { Mode } from '../model/mode.js';
import { type SystemSpec, startedOf } from '../model/service-spec.js';
import { describe } from '../synth/description.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { requireEngine } from './require-engine.js';

/**
 * Says what of a mode that Terraform deployed does not run. Its own plan is made without a look at the engine, for the
 * provider removes a stopped container while it looks.
 */
export async function sayDrift(project: Project, mode: Mode): Promise<void> {
  const settings = readSettings(project);
  await requireEngine(settings.conventions.commands);
  const system = describe(settings).systems[mode];
  if (idsInState(project.directory, system).size === 0) return;
  for (const line of driftOf(system, await listContainers(system, mode))) console.log(line);
}

/** A line for each service that does not run as it was deployed. */
export function driftOf(
  system: SystemSpec,
  containers: readonly Pick<RunningContainer, 'service' | 'name' | 'state'>[],
): string[] {
  return startedOf(system).flatMap((service): string[] => {
    const container = containers.find((each) => each.service === service.name);
    if (!container) return [`note: ${service.name} has no container; a deploy creates it.`];
    const { name, state } = container;
    if (state === 'paused') return [`note: ${service.name} is paused. Fix: docker unpause ${name}.`];
    if (isUp(state)) return [];
    return [
      `note: ${service.name} does not run (${state}); a deploy replaces its container. Fix: docker start ${name} keeps it.`,
    ];
  });
}
