import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOL } from '../lib/model/tool.js';
import { WATCH_PLAN } from '../lib/model/watch.js';
import { bundled, SMALL } from './bundled.js';

/**
 * Runs a command, and goes on as the watcher where it leaves a plan to watch by. The command is a process of its own: one
 * that has described a system holds three times the memory that watching needs.
 * @param words the command with its arguments
 * @returns the exit code of a command after which nothing is watched
 */
export async function runAndWatch(words: readonly string[]): Promise<number> {
  const plan = join(tmpdir(), `${TOOL}-plan-${randomUUID()}.json`);
  const [, script = ''] = process.argv;
  const code = await run([...process.execArgv, script, ...words], { [WATCH_PLAN]: plan });
  if (code === 0 && existsSync(plan)) {
    const watcher = [process.execPath, ...SMALL.flags, await bundled('watch-process'), plan];
    // the same process from here on; every Node that loads this has it
    process.execve?.(process.execPath, watcher, { ...process.env, ...SMALL.environment });
  }
  rmSync(plan, { force: true });
  return code;
}

/** Runs Node with this process's own streams and signals. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  const code = await ended(child);
  for (const signal of SIGNALS) process.off(signal, pass);
  return code;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @returns its exit code; 1 where a signal ended it */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
