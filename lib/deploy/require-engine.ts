import type { Commands } from '../model/conventions.js';
import { UserError } from '../model/user-error.js';
import { enginePart } from '../setup/engine.js';

/** For a command that installs nothing. @throws UserError where no engine answers */
export async function requireEngine({ setup }: Pick<Commands, 'setup'>): Promise<void> {
  const problem = await enginePart().check();
  if (problem !== undefined) throw new UserError(problem, setup);
}
