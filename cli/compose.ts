import { execa } from 'execa';
import { composeArguments } from '../host/compose.js';
import { readSettings } from '../host/settings.js';
import { MODES } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { describe, plan } from './synthesis.js';
import { composeProject } from './up.js';

/** `docker compose` with the files and variables of a mode: `compose dev logs -f ai-brain`. */
export async function compose(directory: string, modeWord: string, args: readonly string[]): Promise<void> {
  const mode = MODES.find((known) => known === modeWord);
  if (!mode) throw new UserError(`unknown mode "${modeWord}"`, `use ${MODES.join(' or ')}`);
  const project = composeProject(plan(describe(readSettings(directory))), mode);
  const { exitCode } = await execa('docker', [...composeArguments(project), ...args], {
    stdio: 'inherit',
    reject: false,
  });
  process.exitCode = exitCode ?? 1;
}
