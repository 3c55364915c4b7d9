import { UserError } from '../model/user-error.js';

/** Runs a command's body; a user's mistake is a line on stderr and exit code 1, anything else is a bug and is shown whole. */
export async function runReported(body: () => Promise<void> | void): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const end = /[.?!]$/.test(error.message) ? '' : '.';
    console.error(`error: ${error.message}${error.fix ? `${end} Fix: ${error.fix}.` : ''}`);
    process.exitCode = 1;
  }
}
