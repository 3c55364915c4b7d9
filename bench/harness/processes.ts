import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from './row.js';

export interface Call {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Exit codes that are not a mistake. @default - 0 */
  readonly codes?: readonly number[];
}

/** What a program said, and what it took from its start to its end. */
export interface Outcome {
  readonly stdout: string;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs a program to its end. @throws Error with what it said where it ends with another exit code */
export async function runTimed(call: readonly string[], options: Call = {}): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'twomode-bench-'));
  // GNU time tells the most memory that the process, or one that it waited for, had
  const file = join(directory, 'kilobytes');
  try {
    const took = await run(
      ['/usr/bin/time', '--quiet', '--format', '%M', '--output', file, ...call],
      options,
    );
    return { ...took, megabytes: Number(readFileSync(file, 'utf8')) / 1024 };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(
  [program = '', ...args]: readonly string[],
  { cwd, env, codes = [0] }: Call,
): Promise<Omit<Outcome, 'megabytes'>> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let seconds = 0;
    child.stdout.on('data', (part) => {
      stdout += part;
    });
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    child.on('error', reject);
    // what it has left behind may keep its output open
    child.on('exit', () => {
      seconds = (performance.now() - began) / 1000;
    });
    child.on('close', (code) => {
      if (code !== null && codes.includes(code)) resolve({ stdout, seconds });
      else
        reject(
          new Error(`${args.slice(6).join(' ')} ended with ${code}:\n${(stdout + stderr).slice(-2000)}`),
        );
    });
  });
}

/** Times something that is no single process. */
export async function timed(work: () => Promise<unknown>): Promise<Sample> {
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1000 };
}
