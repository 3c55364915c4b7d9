import { listContainers } from '../engine/docker.js';
import type { Named } from '../model/conventions.js';
import { MODES, type Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';

/** Modes that have containers, running or stopped. */
export async function modesThere(system: Named): Promise<Mode[]> {
  const containers = await listContainers(system);
  return MODES.filter((mode) => containers.some((container) => container.mode === mode));
}

/**
 * What to say where a mode was asked for and has no container: who runs instead, and what to type.
 * @param mode the one that was asked for @default - either
 * @param look the command that looked, for the mode that does run @default - there is none for it
 */
export async function nothingRuns(system: Named, mode?: Mode, look?: string): Promise<UserError> {
  const { commands } = system.conventions;
  const other = (await modesThere(system)).find((there) => there !== mode);
  if (mode === undefined || other === undefined)
    return new UserError(
      `nothing of ${system.name} runs${mode === undefined ? '' : ` in ${mode} mode`}`,
      `start it: ${commands[mode ?? 'dev']}`,
    );
  const instead = `${commands[mode]} --replace, which stops ${other} and starts ${mode}`;
  return new UserError(
    `nothing of ${system.name} runs in ${mode} mode; ${other} does`,
    look === undefined ? instead : `${look} ${other}, or ${instead}`,
  );
}
