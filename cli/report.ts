import { interruptedBy } from '../lib/engine/interruption.js';
import type { Commands } from '../lib/model/conventions.js';
import { sentenceOf, UsageError, UserError } from '../lib/model/user-error.js';
import { endInterrupted } from './interrupted.js';
import { reported } from './system-error.js';

/**
 * Runs a command to its end. A user's mistake is a line on stderr and an exit code: 2 for a call that is wrong, else 1.
 * What a signal has ended is a line, too, whatever failed by it. Anything else is a bug and is shown whole.
 * @param explain makes more of an error, where a team's own TypeScript runs @default - it is as it is
 */
export async function runReported(
  { conventions }: { readonly conventions: { readonly commands: Pick<Commands, 'prune'> } },
  body: () => Promise<void> | void,
  explain: (error: unknown) => unknown = (error) => error,
): Promise<void> {
  try {
    await body();
  } catch (thrown) {
    if (interruptedBy() !== undefined) endInterrupted();
    const error = await explain(reported(thrown, conventions.commands));
    if (!(error instanceof UserError)) throw error;
    console.error(sentenceOf(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
  if (interruptedBy() !== undefined) endInterrupted();
}
