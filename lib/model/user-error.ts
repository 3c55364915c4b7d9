/** A mistake, or something missing, that the user can fix: printed as one line without a stack trace, exit code 1. */
export class UserError extends Error {
  /**
   * @param message what is wrong, and where
   * @param fix how to fix it, an imperative; without it, the message says everything
   * @param prop what it is about among a construct's props, so that its line is said too: `['port', 'host']`
   */
  constructor(
    message: string,
    readonly fix?: string,
    readonly prop?: readonly string[],
  ) {
    super(message);
    this.name = 'UserError';
  }
}

/** As it is said on a terminal. */
export function sentenceOf(error: Error): string {
  const fix = error instanceof UserError ? error.fix : undefined;
  if (!fix) return `error: ${error.message}`;
  // below the last lines of a log the fix stands by itself
  const end = error.message.includes('\n') ? '\n' : /[.?!]$/.test(error.message) ? ' ' : '. ';
  return `error: ${error.message}${end}Fix: ${fix}.`;
}

/** A call that cannot be, because of its options, its arguments or a variable: exit code 2, and nothing was done. */
export class UsageError extends UserError {}
