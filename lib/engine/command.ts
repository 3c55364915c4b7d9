import { spawn } from 'node:child_process';
import { endedBySignal, requireGoesOn } from './interruption.js';

export interface CommandResult {
  readonly failed: boolean;
  readonly stdout: string;
  /** Standard output and error, as they came. */
  readonly all: string;
}

/**
 * Runs a program to its end, in a process group of its own: Ctrl-C in the terminal must not cut it short. The watcher's
 * way to Docker, for execa would take a sixth of the memory that it may use.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  { signal, env }: { readonly signal?: AbortSignal; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  requireGoesOn();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
      ...(env ? { env } : {}),
    });
    const ended = endedBySignal(() => child.kill(), true);
    let stdout = '';
    let all = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      all += text;
    });
    child.on('error', (error) => {
      ended();
      all += error.message;
      resolve({ failed: true, stdout, all });
    });
    child.on('close', (code) => {
      ended();
      resolve({ failed: code !== 0, stdout, all });
    });
  });
}

export function runDocker(args: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
  return runCommand('docker', args, signal ? { signal } : {});
}
