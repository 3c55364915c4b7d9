import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaves, passSignals } from '../lib/engine/interruption.js';
import { TOOL } from '../lib/model/tool.js';
import { WATCH_PLAN } from '../lib/model/watch.js';
import { endBy, endInterrupted } from './interrupted.js';
import { staying } from './staying.js';

/**
 * Runs a command, and goes on as the watcher where it leaves a plan to watch by. The command is a process of its own: one
 * that has described a system holds three times the memory that watching needs.
 * @param words the command with its arguments
 * @returns the exit code of a command after which nothing is watched
 */
export async function runAndWatch(words: readonly string[]): Promise<number> {
  const plan = join(tmpdir(), `${TOOL}-plan-${randomUUID()}.json`);
  process.once('exit', () => rmSync(plan, { force: true }));
  const [, script = ''] = process.argv;
  const { code, told } = await run([...process.execArgv, script, ...words], { [WATCH_PLAN]: plan });
  if (code === 0 && existsSync(plan)) {
    leaves('the services run, and are not watched');
    // the command had ended, and nobody else would ever hear of it
    if (told) endInterrupted(told);
    const { words: watcher, environment } = staying('watch-process');
    // the same process from here on; every Node that loads this has it
    process.execve?.(process.execPath, [process.execPath, ...watcher, plan], {
      ...process.env,
      ...environment,
    });
  }
  return code;
}

/** Runs Node with this process's own streams and signals. */
async function run(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly told: NodeJS.Signals | undefined }> {
  let told: NodeJS.Signals | undefined;
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const stopPassing = passSignals((signal) => {
    told = signal;
    child.kill(signal);
  });
  const code = await ended(child);
  stopPassing();
  return { code, told };
}

/** @returns its exit code; where a signal has ended it, this process ends by that, too */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => (signal ? endBy(signal) : resolve(code ?? 1)));
  });
}
