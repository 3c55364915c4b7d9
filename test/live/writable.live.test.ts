import { chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineProbes } from './built-probes.js';
import { docker } from './engine.js';
import { TestSystem } from './harness.js';

/** Nobody on this machine: a tree of root's would be taken for nobody's in particular. */
const DEVELOPER = 4321;

describe('a live path that is declared writable', () => {
  let system: TestSystem;
  const write = (path: string) =>
    execa('docker', ['exec', system.container('writer', 'dev'), 'sh', '-c', `echo written > ${path}`], {
      reject: false,
    });
  const source = (path: string) => join(system.root, 'writer', path);

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclwritable', portOffset: 22_500, outside: true });
    for (const directory of ['out', 'fixed']) mkdirSync(source(directory), { recursive: true });
    for (const file of ['out/first', 'fixed/first']) writeFileSync(source(file), 'first\n');
    writeFileSync(source('Dockerfile'), 'FROM redis:7-alpine\nCOPY out /app/out\nCOPY fixed /app/fixed\n');
    const hot = { kind: 'dir', hot: true } as const;
    defineProbes(system, {
      writer: {
        volumes: { writer_data: '/data' },
        image: {
          ...{ directory: 'writer', dockerfile: 'Dockerfile', shared: false },
          live: [
            { ...hot, path: 'out', writable: true },
            { ...hot, path: 'fixed' },
          ],
        },
      },
    });
    if (process.getuid?.() === 0)
      for (const path of ['..', '.', 'out', 'out/first']) chownSync(source(path), DEVELOPER, DEVELOPER);
    await system.must('./scripts/dev-mode.sh', '--detach');
  });
  afterAll(() => system?.remove());

  it('is written by the service in dev, and what it writes belongs to the developer', async () => {
    expect(await write('/app/out/new')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(source('out/new'), 'utf8')).toBe('written\n');
    const { uid, gid } = statSync(system.root);
    expect(statSync(source('out/new'))).toMatchObject({ uid, gid });
    // a file that was there stays the developer's when it is written over
    expect(await write('/app/out/first')).toMatchObject({ exitCode: 0 });
    expect(statSync(source('out/first'))).toMatchObject({ uid, gid });
  });

  it('makes no other path writable', async () => {
    expect(await write('/app/fixed/new')).toMatchObject({
      exitCode: expect.toSatisfy((code) => code !== 0),
      stderr: expect.stringContaining('Read-only file system'),
    });
    expect(existsSync(source('fixed/new'))).toBe(false);
  });

  it('is what the image holds in prod, where nothing of the host is mounted', async () => {
    await system.must('./scripts/prod-mode.sh', '--replace');
    const writer = system.container('writer', 'prod');
    const types = await docker('inspect', '--format', '{{range .Mounts}}{{.Type}}{{end}}', writer);
    expect(types).toBe('volume');
    expect(await docker('exec', writer, 'cat', '/app/out/first')).toBe('written');
  });
});
