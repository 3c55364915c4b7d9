import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDaemon, waitForEngine } from '../../lib/setup/dockerd.js';

const dockerd = (await execa('sh', ['-c', 'command -v dockerd'], { reject: false })).stdout;
const isolated = !(await execa('unshare', ['--net', 'true'], { reject: false })).failed;
const possible = process.getuid?.() === 0 && dockerd !== '' && isolated;

describe.skipIf(!possible)('starting dockerd (skipped where it is missing, or root or unshare is)', () => {
  let directory: string;
  const at = (name: string) => path.join(directory, name);
  const problem = async () => {
    const args = ['--host', `unix://${at('socket')}`, 'version'];
    return (await execa('docker', args, { reject: false })).failed ? 'no answer' : undefined;
  };

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'octest-'));
    // In a network namespace of its own: in the host's, `--bridge none` deletes the docker0 of the engine that runs
    // there (moby#26989), and any other value would share it.
    await mkdir(at('bin'));
    await writeFile(at('bin/dockerd'), `#!/bin/sh\nexec unshare --net ${dockerd} "$@"\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${at('bin')}:${process.env.PATH}`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    const pid = Number(await readFile(at('pid'), 'utf8').catch(() => '0'));
    if (pid > 0) process.kill(pid);
    while (pid > 0 && !(await execa('kill', ['-0', `${pid}`], { reject: false })).failed) await sleep(100);
    // newer engines make their directory a mount, and may leave it as one
    await execa('umount', [at('data')], { reject: false });
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }, 30_000);

  it('runs apart from this process and answers', { timeout: 90_000 }, async () => {
    const places = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
    const apart = ['--bridge', 'none', '--iptables=false', '--host', `unix://${at('socket')}`];
    await startDaemon(at('log'), [...places, ...apart]);
    await waitForEngine(problem, 60, at('log'));
    const namespaceOf = (of: string) => readlink(`/proc/${of}/ns/net`);
    const pid = (await readFile(at('pid'), 'utf8')).trim();
    expect(await namespaceOf(pid)).not.toBe(await namespaceOf('self'));
    const session = (await execa('ps', ['-o', 'sid=', '-p', pid])).stdout.trim();
    const own = (await execa('ps', ['-o', 'sid=', '-p', `${process.pid}`])).stdout.trim();
    expect(session).not.toBe(own);
  });

  it('says with its log why it does not come up', { timeout: 30_000 }, async () => {
    await startDaemon(at('log'), ['--no-such-option']);
    await expect(waitForEngine(problem, 2, at('log'))).rejects.toMatchObject({
      message: expect.stringContaining('did not answer within 2 s'),
      fix: expect.stringContaining('no-such-option'),
    });
  });
});
