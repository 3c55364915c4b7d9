import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { releaseProject } from '../lib/deploy/run.js';
import { refuseSwarm } from '../lib/deploy/swarm/refuse.js';
import { composeProject } from '../lib/deploy/up.js';
import { attachedProgram } from '../lib/engine/attached.js';
import { type ComposeProject, composeCall } from '../lib/engine/compose.js';
import { listContainers } from '../lib/engine/docker.js';
import { ReleaseStore } from '../lib/engine/releases.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { systemName } from '../lib/model/deployment.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { UsageError, UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describeRunning } from './describe-running.js';

/** `docker compose` with the files and variables of a mode: `compose dev logs -f api`. */
export async function compose(project: Project, modeWord: string, args: readonly string[]): Promise<void> {
  const mode = MODES.find((known) => known === modeWord);
  if (!mode) throw new UsageError(`unknown mode "${modeWord}"`, `use ${MODES.join(' or ')}`);
  const settings = readSettings(project);
  // what runs in prod is a release, whatever the source tree says by now
  const release = new ReleaseStore(settings.sourceRoot, { ...settings, mode }).running();
  if (release) {
    const { commands } = settings.conventions;
    await requireEngine(commands);
    // Compose would see nothing, and start a second system beside it
    refuseSwarm(
      { containers: await listContainers(settings, mode) },
      `${commands.program} logs, shell, run and restart do; docker stack ps ${systemName({ ...settings, mode })} lists its tasks`,
    );
  }
  const composed = release
    ? releaseProject(settings.sourceRoot, release)
    : await startedProject(project, mode);
  const call = composeCall(composed, args);
  process.exitCode = await attachedProgram('docker', call.args, 'docker compose has ended', call.env);
}

async function startedProject(project: Project, mode: Mode): Promise<ComposeProject> {
  const { started, requireSound } = await describeRunning(project, [mode]);
  const composed = composeProject(started(mode), mode, await hasStartInterval());
  const needed = [composed.file, ...composed.envFiles.map((file) => join(composed.directory, file))];
  if (!needed.every((file) => existsSync(file))) {
    requireSound();
    const { commands } = project.system.conventions;
    throw new UserError(`${mode} mode has never been started here`, `start it: ${commands[mode]}`);
  }
  return composed;
}
