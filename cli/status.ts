import { nothingRuns } from '../lib/deploy/nothing-runs.js';
import { startOf } from '../lib/deploy/start-words.js';
import { guardFile } from '../lib/engine/guard-files.js';
import { ReleaseStore } from '../lib/engine/releases.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describeRunning } from './describe-running.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';
import { machineLines } from './stack-rows.js';
import { lookAtModes } from './status-document.js';
import { statusText } from './status-text.js';

/** `status.sh`: a line for each container; exit code 1 where something is not right or nothing runs. */
export async function status(project: Project, only: Mode | undefined, json: boolean): Promise<void> {
  const wanted = MODES.filter((mode) => only === undefined || mode === only);
  const running = await describeRunning(project, wanted);
  const { isSound, requireSound } = running;
  const { shown, right, document } = await lookAtModes(running, wanted);
  if (json) printJson(SHAPES.status, document);
  const settings = readSettings(project);
  const { commands } = settings.conventions;
  if (shown.length === 0) {
    requireSound();
    throw await nothingRuns(settings, only, commands.status);
  }
  if (!json)
    for (const { system, services, volumes } of shown) {
      const isSwarms = runsBySwarm(services);
      console.log(
        [
          statusText(system, services, volumes, {
            ...{ start: startOf(settings, system.mode), isSound: isSound(), commands },
            undone: new ReleaseStore(settings.sourceRoot, system).releases.undone,
          }),
          ...(isSwarms ? await machineLines(system) : unguarded(settings.sourceRoot, system)),
        ].join('\n'),
      );
    }
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
