/** A mistake or a lack that the user can mend: printed as one line without a stack trace, exit code 1. */
export class UserError extends Error {
  /**
   * @param message what is wrong, and where
   * @param fix how to mend it, an imperative; without it, the message says all
   */
  constructor(
    message: string,
    readonly fix?: string,
  ) {
    super(message);
    this.name = 'UserError';
  }
}
