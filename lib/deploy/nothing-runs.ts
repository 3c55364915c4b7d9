import { startedNames } from '../disk/start-note.js';
import { listContainers } from '../engine/docker.js';
import { environmentName, type Named } from '../model/conventions.js';
import { MODES, type Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { type Placed, startOf } from './start-words.js';

/** Modes that have containers, running or stopped. */
export async function modesThere(system: Named): Promise<Mode[]> {
  const containers = await listContainers(system);
  return MODES.filter((mode) => containers.some((container) => container.mode === mode));
}

/**
 * What to say where a mode was asked for and has no container: who runs instead, and what to type.
 * @param mode the one that was asked for @default - either
 * @param look the command that looked, for what does run @default - there is none for it
 */
export async function nothingRuns(system: Placed, mode?: Mode, look?: string): Promise<UserError> {
  const { commands } = system.conventions;
  const nothing = `nothing of ${system.name} runs${mode === undefined ? '' : ` in ${mode} mode`}`;
  const other = (await modesThere(system)).find((there) => there !== mode);
  if (mode === undefined || other === undefined) {
    const start = `start it: ${startOf(system, mode ?? 'dev')}`;
    const second = await otherName(system);
    if (second === undefined) return new UserError(nothing, start);
    const variable = `${environmentName(system.conventions, 'NAME')}=${second}`;
    return new UserError(
      `${nothing}; ${second} does, which was started from here too`,
      look === undefined ? `set ${variable}, or ${start}` : `${variable} ${look}, or ${start}`,
    );
  }
  const instead = `${commands[mode]} --replace, which stops ${other} and starts ${mode}`;
  return new UserError(
    `${nothing}; ${other} does`,
    look === undefined ? instead : `${look} ${other}, or ${instead}`,
  );
}

/** Another name under which a system was started from the same source root, and runs. */
async function otherName({ sourceRoot, name, conventions }: Placed): Promise<string | undefined> {
  for (const other of startedNames(sourceRoot, conventions))
    if (other !== name && (await modesThere({ name: other, conventions })).length > 0) return other;
  return undefined;
}
