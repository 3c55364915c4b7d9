import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { reloading } from '../../lib/model/reload.js';

describe('a reloading command that runs', () => {
  const running = new Set<ReturnType<typeof spawn>>();
  afterEach(() => {
    for (const child of running) child.kill();
    running.clear();
  });

  /** Runs a line of shell under the reloader. */
  function run(line: string) {
    const [program = '', ...args] = reloading(['sh', '-c', line]);
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(child);
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
    /** Waits until it has said these words, in whatever order: an old program ends while the new one starts. */
    const says = async (...words: string[]) => {
      const said = () => output.trim().split('\n').sort().join(' ');
      for (const end = Date.now() + 30_000; said() !== words.sort().join(' '); await sleep(10))
        if (Date.now() > end) expect(said()).toBe(words.join(' '));
    };
    return { child, ended, says };
  }
  const UNTIL_TERM = 'trap "echo bye; exit 3" TERM; echo on; while :; do sleep 0.05; done 2>/dev/null';

  it('ends as its program ends', async () => {
    expect(await run('exit 7').ended).toBe(7);
    expect(await run('exit 0').ended).toBe(0);
  });

  it('ends its program gently at SIGHUP and starts it again, as often as it comes', async () => {
    const { child, says } = run(UNTIL_TERM);
    await says('on');
    child.kill('SIGHUP');
    await says('on', 'bye', 'on');
    child.kill('SIGHUP');
    await says('on', 'bye', 'on', 'bye', 'on');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('hands %s on, waits, and ends with its code', async (signal) => {
    const { child, says, ended } = run(UNTIL_TERM);
    await says('on');
    child.kill(signal);
    expect(await ended).toBe(3);
    await says('on', 'bye');
  });

  it('takes the children of its program with it', async () => {
    const { child, says } = run('echo on; (trap "echo child" TERM; sleep 60 & wait) & wait');
    await says('on');
    await sleep(100);
    child.kill('SIGHUP');
    await says('on', 'child', 'on');
  });
});
