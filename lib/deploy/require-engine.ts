import type { Commands } from '../model/conventions.js';
import { UserError } from '../model/user-error.js';
import { enginePart } from '../setup/engine.js';
import { fixOf } from '../setup/part.js';

/** For a command that installs nothing. @throws UserError where no engine answers */
export async function requireEngine({ setup }: Pick<Commands, 'setup'>): Promise<void> {
  const part = enginePart();
  const problem = await part.check();
  if (problem !== undefined) throw new UserError(problem, await fixOf(part, setup));
}
