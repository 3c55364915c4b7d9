import { nothingRuns } from '../lib/deploy/nothing-runs.js';
import { startOf } from '../lib/deploy/start-words.js';
import { guardFile } from '../lib/engine/guard-files.js';
import { volumeSizes } from '../lib/engine/volumes.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { type SystemSpec, volumesOf } from '../lib/model/service-spec.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describeRunning } from './describe-running.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';
import { statusRows } from './status-rows.js';
import { type ShownVolume, statusText } from './status-text.js';

/** `status.sh`: a line for each container; exit code 1 where something is not right or nothing runs. */
export async function status(project: Project, only: Mode | undefined, json: boolean): Promise<void> {
  const wanted = MODES.filter((mode) => only === undefined || mode === only);
  const { started, isSound, requireSound } = await describeRunning(project, wanted);
  const sizes = volumeSizes();
  const all = await Promise.all(
    wanted.map(async (mode) => {
      const description = started(mode);
      return { system: description.systems[mode], services: await statusRows(description, mode) };
    }),
  );
  const known = await sizes;
  const shown = all
    .filter(({ services }) => services.length > 0)
    .map((each) => ({ ...each, volumes: volumesOf(each.system).flatMap((name) => volume(name, known)) }));
  const right = shown.length > 0 && shown.every(({ services }) => services.every((row) => row.right));
  if (json)
    printJson(SHAPES.status, {
      ...{ version: 1, right: right && isSound() },
      modes: shown.map(({ system: { mode, leftOut = [] }, services, volumes }) => ({
        ...{ mode, services, volumes, leftOut },
      })),
    });
  const settings = readSettings(project);
  const { commands } = settings.conventions;
  if (shown.length === 0) {
    requireSound();
    throw await nothingRuns(settings, only, commands.status);
  }
  if (!json)
    for (const { system, services, volumes } of shown)
      console.log(
        [
          statusText(system, services, volumes, {
            ...{ start: startOf(settings, system.mode), isSound: isSound(), commands },
          }),
          ...unguarded(settings.sourceRoot, system),
        ].join('\n'),
      );
  if (!right) process.exitCode = 1;
  // what runs is shown first: the next start is refused for this
  requireSound();
}

/** A guard that was ended from outside: it does not come back by itself. */
function unguarded(root: string, system: SystemSpec): string[] {
  return guardFile(root, system).isLeftBehind
    ? [
        `  ${system.mode} has no guard any more, since the machine was restarted or it was killed; the next start begins one.`,
      ]
    : [];
}

/** A volume that the engine has. */
function volume(name: string, sizes: ReadonlyMap<string, number>): ShownVolume[] {
  const size = sizes.get(name);
  return size === undefined ? [] : [{ name, size }];
}
