import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Machine } from './machine.js';

/** An npm that installs for ever, in a process of its own, and says which. */
const NPM = 'mkdir -p node_modules; sleep 300 & echo $! > npm.pid; wait';
const NODE = '[ "$1" = --version ] && echo v24.1.0';

/** Whether a process is there that has not ended. */
function runs(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/**
 * Calls a script until npm is at work, and ends it.
 * @param end gets its number, which is that of its process group, too
 */
async function interrupted(machine: Machine, end: (pid: number) => void) {
  const child = spawn(join(machine.project, 'scripts/dev-mode.sh'), ['--setup', '--detach'], {
    ...{ cwd: machine.project, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    env: { PATH: machine.path, HOME: machine.top, XDG_CACHE_HOME: machine.cache },
  });
  let said = '';
  child.stderr.on('data', (part) => {
    said += part;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, by) => resolve(by)));
  const file = join(machine.project, 'npm.pid');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') {
    expect(child.exitCode, said).toBeNull();
    await sleep(20);
  }
  end(child.pid ?? 0);
  const signal = await ended;
  const npm = readFileSync(file, 'utf8').trim();
  await vi.waitFor(() => expect(runs(npm)).toBe(false), 5000);
  return { signal, said: said.replaceAll(machine.project, '.') };
}

describe('a script that is ended while it sets itself up', () => {
  it.each([
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
  ] as const)('ends what it runs, and says how things stand, at %s', async (signal) => {
    const machine = new Machine({ node: NODE, npm: NPM });
    expect(await interrupted(machine, (pid) => process.kill(pid, signal))).toEqual({
      signal,
      said: "interrupted: npm's packages are there in part. To go on: ./scripts/dev-mode.sh --setup --detach.\n",
    });
  });

  it('does so where a terminal tells all of it, too', async () => {
    const machine = new Machine({ node: NODE, npm: NPM });
    const { signal, said } = await interrupted(machine, (pid) => process.kill(-pid, 'SIGINT'));
    expect(signal).toBe('SIGINT');
    expect(said).toMatch(/^interrupted: [^\n]*\n$/);
  });

  it('leaves no half of a Node that it brings', async () => {
    const machine = new Machine({
      node: 'echo v20.20.2',
      npm: `[ "$1" = --version ] && echo 11 && exit; ${NPM}`,
    });
    const { signal } = await interrupted(machine, (pid) => process.kill(pid, 'SIGTERM'));
    expect(signal).toBe('SIGTERM');
    expect(readdirSync(join(machine.cache, 'opsconductor'))).toEqual([]);
  });
});
