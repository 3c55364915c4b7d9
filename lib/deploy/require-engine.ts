import { UserError } from '../model/user-error.js';
import { enginePart } from '../setup/engine.js';

/** For a command that installs nothing. @throws UserError where no engine answers */
export async function requireEngine(): Promise<void> {
  const problem = await enginePart().check();
  if (problem !== undefined) throw new UserError(problem, './scripts/dev-mode.sh --setup');
}
