import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { endedBySignal, interruptedBy, leaves, requireGoesOn, underway } from './interruption.js';
import { signalChild } from './processes.js';

/** Milliseconds. */
const SOON = 200;

/**
 * Runs a program with this process's own streams: a terminal is handed on as it is. A signal is for the program, which may take
 * its time to end by it.
 * @param state how things stand when a signal has ended it, as a part of a sentence
 * @param env its variables @default - this process's
 * @returns its exit code
 */
export function attachedProgram(
  program: string,
  args: readonly string[],
  state: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  requireGoesOn();
  return underway({ state }, () => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    let wasTold = false;
    const ended = endedBySignal(() => {
      const signal = interruptedBy();
      // a terminal has told it of Ctrl-C, too
      if (wasTold || signal !== 'SIGINT' || !hasTerminal()) tell(child, wasTold ? 'SIGTERM' : signal);
      wasTold = true;
    });
    return new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', async (code, endedBy) => {
        // of two that a terminal tells of Ctrl-C this one may be told last
        if (endedBy && interruptedBy() === undefined) await sleep(SOON);
        resolve(code ?? 1);
      });
    }).finally(() => {
      ended();
      if (interruptedBy() !== undefined) leaves(state);
    });
  });
}

/** Docker's command waits for its plugin, and only a newer one passes signals on to it: two are another thing than one to Compose. */
function tell(child: ChildProcess, signal: NodeJS.Signals | undefined): void {
  if (child.spawnfile !== 'docker' || !signalChild(child.pid, signal)) child.kill(signal);
}

/** Whether Ctrl-C, where it comes from, comes to all that runs here. */
function hasTerminal(): boolean {
  return [0, 1, 2].some((stream) => isatty(stream));
}
