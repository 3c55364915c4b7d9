import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { firstChild, isOnThisHost } from '../../lib/engine/processes.js';

describe('a process of a container', () => {
  it('is on this host where its control group has the container’s id', () => {
    // the control group of every process is a path, so that of this one too
    expect(isOnThisHost({ id: '/', pid: process.pid })).toBe(true);
    expect(isOnThisHost({ id: 'f00dfeed', pid: process.pid })).toBe(false);
  });

  it('is not where it does not run, or has ended', async () => {
    expect(isOnThisHost({ id: '/', pid: 0 })).toBe(false);
    const child = spawn('true');
    const { pid = 0 } = child;
    await once(child, 'close');
    expect(isOnThisHost({ id: '/', pid })).toBe(false);
  });
});

describe('the first child of a process', () => {
  it('is the oldest that it has', async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & sleep 61 & echo $!; wait'], { detached: true });
    try {
      const [second] = (await once(parent.stdout, 'data')) as [Buffer];
      const first = firstChild(parent.pid ?? 0);
      expect(first).toBeGreaterThan(parent.pid ?? 0);
      expect(first).toBeLessThan(Number(second));
      expect(firstChild(first ?? 0)).toBeUndefined();
    } finally {
      process.kill(-(parent.pid ?? 0), 'SIGKILL');
    }
  });

  it('is found where another thread started it', async () => {
    const start = `process.stdout.write(String(require('child_process').spawn('sleep', ['60']).pid))`;
    const program = `new (require('worker_threads').Worker)(${JSON.stringify(start)}, { eval: true, stdout: false })`;
    const parent = spawn(process.execPath, ['-e', program], { detached: true });
    try {
      const [child] = (await once(parent.stdout, 'data')) as [Buffer];
      expect(firstChild(parent.pid ?? 0)).toBe(Number(child));
    } finally {
      process.kill(-(parent.pid ?? 0), 'SIGKILL');
    }
  });

  it('is none of a process that is not there', () => {
    expect(firstChild(2 ** 30)).toBeUndefined();
  });
});
