import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPaths, describeClosed } from '../../lib/engine/closed-paths.js';
import { plant } from '../disk/tree.js';

const isRoot = process.getuid?.() === 0;

/** Processes of this host stand for containers: their root directory is this host's. */
describe.skipIf(!isRoot)("what a container's user cannot read", () => {
  let sleeper: ChildProcess;
  beforeAll(() => {
    sleeper = spawn('sleep', ['600'], { uid: 1234, gid: 1234 });
  });
  afterAll(() => sleeper.kill());
  const closed = (...targets: string[]) =>
    closedPaths({ id: '', pid: sleeper.pid ?? 0 }, targets).map(
      (each) => `${each.user}: ${describeClosed(each)}`,
    );

  it('is a file of root with mode 600, and a closed directory by itself', () => {
    const root = plant({
      'data/kinds.json': { text: '{}', mode: 0o600 },
      'data/open.json': { text: '{}', mode: 0o644 },
      'data/deep/a/b.json': '{}',
    });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'data/deep'), 0o700);
    expect(closed(`${root}/data`, `${root}/gone`).sort()).toEqual([
      `1234: ${root}/data/deep (mode 700, of 0:0)`,
      `1234: ${root}/data/kinds.json (mode 600, of 0:0)`,
    ]);
    chownSync(join(root, 'data/kinds.json'), 1234, 0);
    chownSync(join(root, 'data/deep'), 0, 1234);
    chmodSync(join(root, 'data/deep'), 0o750);
    expect(closed(`${root}/data`)).toEqual([]);
  });

  it('is nothing to root with its capabilities, nor where the process has ended', () => {
    const root = plant({ 'a.json': { text: '{}', mode: 0o600 } });
    chownSync(join(root, 'a.json'), 1234, 1234);
    expect(closedPaths({ id: '', pid: process.pid }, [root])).toEqual([]);
    expect(closedPaths({ id: 'x', pid: 2 ** 22 - 1 }, [root])).toEqual([]);
  });
});
