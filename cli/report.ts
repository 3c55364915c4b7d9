import type { Commands } from '../lib/model/conventions.js';
import { UsageError, UserError } from '../lib/model/user-error.js';
import { reported } from './system-error.js';

/**
 * Runs a command to its end. A user's mistake is a line on stderr and an exit code: 2 for a call that is wrong, else 1.
 * Anything else is a bug and is shown whole.
 */
export async function runReported(
  { conventions }: { readonly conventions: { readonly commands: Pick<Commands, 'prune'> } },
  body: () => Promise<void> | void,
): Promise<void> {
  try {
    await body();
  } catch (thrown) {
    const error = await explained(reported(thrown, conventions.commands));
    if (!(error instanceof UserError)) throw error;
    // below the last lines of a log the fix stands by itself
    const end = error.message.includes('\n') ? '\n' : /[.?!]$/.test(error.message) ? ' ' : '. ';
    console.error(`error: ${error.message}${error.fix ? `${end}Fix: ${error.fix}.` : ''}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** A mistake in somebody's TypeScript, after what the compiler says of it; everything else as it is. */
async function explained(error: unknown): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  const { mistakeIn, withLine } = await import('./mistake.js');
  const directory = process.cwd();
  // a call that is wrong is at fault in no line of TypeScript
  if (error instanceof UsageError) return error;
  if (error instanceof UserError) return withLine(error, directory);
  const mistake = mistakeIn(error, directory);
  if (!mistake) return error;
  const { sayTypeErrors, TypeCheck } = await import('./type-check.js');
  sayTypeErrors(await TypeCheck.of(directory).errors());
  return mistake;
}
