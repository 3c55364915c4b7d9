import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { endedBySignal, requireGoesOn } from './interruption.js';

/** How a program ended: undefined where a signal ended it. */
export interface StreamEnd {
  readonly exitCode: number | undefined;
  /** The end of what it wrote to its standard error. */
  readonly stderr: string;
}

/** A program whose output, or input, is too large to be held. */
export interface StreamingProgram {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly ended: Promise<StreamEnd>;
  /** Ends it, whatever it still has to read or write. */
  abandon(): void;
}

const KEPT = 64 * 1024;

/** Starts a program, which a signal ends. @throws the system's error where there is no such program */
export async function startStreaming(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<StreamingProgram> {
  requireGoesOn();
  const child: ChildProcess = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  await once(child, 'spawn');
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error(`${program} has no streams`);
  // one that ends early says why on its standard error
  stdin.on('error', () => {});
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT);
  });
  const abandon = () => {
    stdout.destroy();
    child.kill('SIGINT');
  };
  const forget = endedBySignal(() => child.kill('SIGINT'));
  const ended = once(child, 'close').then(([code]) => {
    forget();
    return { exitCode: code ?? undefined, stderr: said };
  });
  return { stdin, stdout, ended, abandon };
}

/** Writes all that comes into a program, as fast as it reads; its end is not said to it. @returns whether it took all */
export async function pour(
  from: AsyncIterable<Buffer>,
  to: StreamingProgram,
  look: (chunk: Buffer) => void = () => {},
): Promise<boolean> {
  const gone = to.ended.then(() => false);
  for await (const chunk of from) {
    look(chunk);
    if (to.stdin.destroyed) return false;
    if (to.stdin.write(chunk)) continue;
    if (
      !(await Promise.race([
        once(to.stdin, 'drain').then(
          () => true,
          () => false,
        ),
        gone,
      ]))
    )
      return false;
  }
  return true;
}
