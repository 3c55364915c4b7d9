import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOOL } from '../lib/model/tool.js';
import { WATCH_PLAN } from '../lib/model/watch.js';

/** One arena and a heap that is cleaned early: it would grow by half with each branch switch. */
const SMALL = {
  flags: ['--max-semi-space-size=1', '--optimize-for-size'],
  environment: { MALLOC_ARENA_MAX: '1' },
};

/**
 * Runs a command, and goes on as the watcher where it leaves a plan to watch by. The command is a process of its own: one
 * that has described a system holds three times the memory that watching needs.
 * @param words the command with its arguments
 * @returns the exit code; where Node can replace a process, only of a command after which nothing is watched
 */
export async function runAndWatch(words: readonly string[]): Promise<number> {
  const plan = join(tmpdir(), `${TOOL}-plan-${randomUUID()}.json`);
  const [, script = ''] = process.argv;
  const code = await run([...process.execArgv, script, ...words], { [WATCH_PLAN]: plan });
  if (code === 0 && existsSync(plan))
    return become([...SMALL.flags, await watcher(), plan], SMALL.environment);
  rmSync(plan, { force: true });
  return code;
}

/** The watcher in one file: a loader of TypeScript would take a third of the memory that it may have. */
async function watcher(): Promise<string> {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL('watch-process.cjs', import.meta.url));
  const { build } = await import('esbuild');
  const outfile = fileURLToPath(new URL(`../node_modules/.cache/${TOOL}/watch-process.cjs`, import.meta.url));
  const source = fileURLToPath(new URL('watch-process.ts', import.meta.url));
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    logLevel: 'warning',
  });
  return outfile;
}

/** Replaces this process by another Node; an older Node waits for it. */
function become(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { execve } = process as { execve?: (file: string, args: string[], env: NodeJS.ProcessEnv) => never };
  if (execve)
    execve.call(process, process.execPath, [process.execPath, ...args], { ...process.env, ...environment });
  return run(args, environment);
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
