import { UsageError, UserError } from '../lib/model/user-error.js';

/** A mistake in somebody's TypeScript, after what the compiler says of it; everything else as it is. */
export async function explained(error: unknown): Promise<unknown> {
  // a call that is wrong is at fault in no line of TypeScript
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  const { mistakeIn, withLine } = await import('./mistake.js');
  const directory = process.cwd();
  if (error instanceof UserError) return withLine(error, directory);
  const mistake = mistakeIn(error, directory);
  if (!mistake) return error;
  const { sayTypeErrors, TypeCheck } = await import('./type-check.js');
  sayTypeErrors(await TypeCheck.of(directory).errors());
  return mistake;
}
