import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { releaseProject } from '../lib/deploy/run.js';
import { composeProject } from '../lib/deploy/up.js';
import { composeCall } from '../lib/engine/compose.js';
import { ReleaseStore } from '../lib/engine/releases.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { MODES } from '../lib/model/mode.js';
import { UsageError, UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describeStarted } from '../lib/synth/started.js';

/** `docker compose` with the files and variables of a mode: `compose dev logs -f api`. */
export async function compose(project: Project, modeWord: string, args: readonly string[]): Promise<void> {
  const mode = MODES.find((known) => known === modeWord);
  if (!mode) throw new UsageError(`unknown mode "${modeWord}"`, `use ${MODES.join(' or ')}`);
  const settings = readSettings(project);
  const { commands } = settings.conventions;
  await requireEngine(commands);
  // what runs in prod is a release, whatever the source tree says by now
  const release = new ReleaseStore(settings.sourceRoot, { ...settings, mode }).running();
  const composed = release
    ? releaseProject(settings.sourceRoot, release)
    : composeProject(describeStarted(project)(mode), mode, await hasStartInterval());
  const needed = [composed.file, ...composed.envFiles.map((file) => join(composed.directory, file))];
  if (!needed.every((file) => existsSync(file)))
    throw new UserError(`${mode} mode has never been started here`, `start it: ${commands[mode]}`);
  const call = composeCall(composed, args);
  const { exitCode } = await execa('docker', call.args, {
    ...{ env: call.env, extendEnv: false },
    ...{ stdio: 'inherit', reject: false },
  });
  process.exitCode = exitCode ?? 1;
}
