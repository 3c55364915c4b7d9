import { noSuchService } from '../construct/left-out.js';
import { nothingRuns } from '../deploy/nothing-runs.js';
import { requireEngine } from '../deploy/require-engine.js';
import { leftOutError } from '../deploy/start-words.js';
import { listContainers, type RunningContainer } from '../engine/docker.js';
import { isUp } from '../model/container-state.js';
import type { Named } from '../model/conventions.js';
import { MODES, type Mode } from '../model/mode.js';
import { isOneOff } from '../model/ownership.js';
import { UserError } from '../model/user-error.js';
import { build, UNREAD } from '../synth/build.js';
import type { Project } from '../synth/project.js';
import { readSettings, type Settings } from '../synth/settings.js';

/** A system's containers, whichever engine made them. One mode has any at a time. */
export interface WhatRuns {
  readonly settings: Settings;
  readonly mode: Mode;
  /** Sorted by service. */
  readonly containers: readonly RunningContainer[];
}

/**
 * What a daily command works on: nobody has to say which mode it is.
 * @param command as it is typed, for the message
 * @throws UserError where nothing runs
 */
export async function whatRuns(project: Project, command: string): Promise<WhatRuns> {
  const settings = readSettings(project);
  await requireEngine(settings.conventions.commands);
  const runs = await whatRunsOf(settings);
  if (runs) return runs;
  throw await nothingRuns(settings, undefined, command);
}

/** The same of any system; undefined where nothing of it runs. */
export async function whatRunsOf(settings: Settings): Promise<WhatRuns | undefined> {
  const all = await serviceContainers(settings);
  const mode = modeOf(all);
  if (mode === undefined) return undefined;
  const containers = all.filter((container) => container.mode === mode);
  return { settings, mode, containers: containers.sort((a, b) => (a.service < b.service ? -1 : 1)) };
}

/** Every container that is a service, without the programs that run beside one. */
export async function serviceContainers(system: Named, mode?: Mode): Promise<RunningContainer[]> {
  const all = await listContainers(system, mode);
  return all.filter((container) => !isOneOff({ ...system, mode: container.mode }, container));
}

/** The mode that has containers. One that was interrupted while it took the other's place may have left stopped ones. */
function modeOf(containers: readonly RunningContainer[]): Mode | undefined {
  const up = containers.filter(({ state }) => isUp(state));
  const modes = (some: readonly RunningContainer[]) =>
    MODES.filter((mode) => some.some((container) => container.mode === mode));
  return modes(up)[0] ?? modes(containers)[0];
}

/** The containers of services; of all, if none is named. @throws UserError for a service that has none */
export function chosen(
  { settings, mode, containers }: WhatRuns,
  services: readonly string[],
): readonly RunningContainer[] {
  const names = [...new Set(containers.map(({ service }) => service))];
  for (const service of services)
    if (!names.includes(service))
      throw (
        leftOutError(settings, mode, service) ??
        jobError(settings, mode, service) ??
        noSuchService(service, names)
      );
  return services.length === 0 ? containers : containers.filter(({ service }) => services.includes(service));
}

/** A job has no container but while it runs. */
function jobError(settings: Settings, mode: Mode, name: string): UserError | undefined {
  const isJob = build(settings, UNREAD)[mode].services.some(
    (service) => service.name === name && service.job,
  );
  if (!isJob) return undefined;
  const { program } = settings.conventions.commands;
  return new UserError(
    `${name} is a job: it has run, and no container of it is there`,
    `run it again: ${program} run ${name}`,
  );
}

/** The container of one service. @throws UserError where it does not run */
export function runningOne(runs: WhatRuns, service: string): RunningContainer {
  const [container] = chosen(runs, [service]);
  if (container?.state === 'running') return container;
  const { commands } = runs.settings.conventions;
  throw new UserError(
    `${service} does not run: its container is ${container?.state}`,
    `start it: ${commands.program} restart ${service}`,
  );
}
