import { execa } from 'execa';
import { composeCall } from '../host/compose.js';
import { ReleaseStore } from '../host/releases.js';
import { readSettings } from '../host/settings.js';
import { MODES } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { releaseProject } from './run.js';
import { describe, plan } from './synthesis.js';
import { composeProject } from './up.js';

/** `docker compose` with the files and variables of a mode: `compose dev logs -f ai-brain`. */
export async function compose(directory: string, modeWord: string, args: readonly string[]): Promise<void> {
  const mode = MODES.find((known) => known === modeWord);
  if (!mode) throw new UserError(`unknown mode "${modeWord}"`, `use ${MODES.join(' or ')}`);
  const settings = readSettings(directory);
  // what runs in prod is a release, whatever the source tree says by now
  const release = new ReleaseStore(settings.sourceRoot, settings.name, mode).running();
  const project = release
    ? releaseProject(settings.sourceRoot, release)
    : composeProject(plan(describe(settings)), mode);
  const call = composeCall(project, args);
  const { exitCode } = await execa('docker', call.args, {
    ...{ env: call.env, extendEnv: false },
    ...{ stdio: 'inherit', reject: false },
  });
  process.exitCode = exitCode ?? 1;
}
