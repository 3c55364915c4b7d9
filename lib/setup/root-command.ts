import { execa } from 'execa';
import { requireGoesOn } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { UserError } from '../model/user-error.js';

/** Whether this process may act as root: it is root, or sudo asks for no password. */
export interface RootAccess {
  readonly uid: number | undefined;
  readonly sudo: boolean;
}

/**
 * The command as it has to be called to run as root.
 *
 * @throws UserError naming the command to run by hand, where this process may not
 */
export function rootCommand(command: readonly string[], access: RootAccess): readonly string[] {
  if (access.uid === 0) return command;
  if (access.sudo) return ['sudo', '-n', ...command];
  throw new UserError(
    `${command[0]} must run as root, and sudo asks for a password here`,
    `sudo ${command.map(quote).join(' ')}`,
  );
}

/**
 * Runs a command as root; a signal lets it come to its own end. In the terminal's own session, for sudo knows by that who has been asked.
 *
 * @throws UserError with the last lines of its output when it fails
 */
export async function runAsRoot(command: readonly string[]): Promise<void> {
  requireGoesOn();
  const uid = process.getuid?.();
  const sudo = uid !== 0 && !(await execa('sudo', ['-n', 'true'], { reject: false })).failed;
  const [file = '', ...args] = rootCommand(command, { uid, sudo });
  const result = await execa(file, args, { all: true, reject: false, stdin: 'ignore' });
  if (result.failed) {
    throw new UserError(`${command.join(' ')} failed:\n${lastLines(`${result.all || result.shortMessage}`)}`);
  }
}

/** An argument as a POSIX shell reads it back. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
