import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programStart } from '../../lib/engine/program-start.js';
import { RELOAD_SCRIPT } from '../../lib/model/reload.js';
import { exampleApp } from '../system.js';
import { docker } from './engine.js';
import type { RunningProgram, TestSystem } from './harness.js';
import { describeManyEdits } from './many-edits.js';
import { call } from './request.js';
import {
  byRename,
  committedSystem,
  eventually,
  inPlace,
  MAIN,
  MAIN_ONLY,
  programs,
  quiet,
  revise,
  watching,
  write,
} from './watching.js';

describe('the watcher on a dev system by Compose', () => {
  let system: TestSystem;
  let watcher: RunningProgram;

  /** What the watcher said since its output was so long. */
  const said = (mark: number) => watcher.output().slice(mark);
  const version = () =>
    call<{ version: string }>(system, 'asset-service', '/about').then((about) => about.version);

  beforeAll(async () => {
    system = await committedSystem({
      ...{ name: 'oclivewatch', portOffset: 21_700, outside: true },
      without: ['ai-brain', 'frontend', 'identity-service', 'prefect-server'],
    });
    watcher = await watching(system, [], './scripts/dev-mode.sh');
  });
  afterAll(async () => {
    await watcher?.end();
    await system?.remove();
  });

  it('restarts the one service that a change concerns, once, and says so in a line', async () => {
    const before = await programs(system);
    const mark = watcher.output().length;
    revise(system.root, 'alone', inPlace, MAIN_ONLY);
    await eventually(async () => expect(await version()).toBe('alone'));
    await quiet(watcher);
    const after = await programs(system);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['asset-service']);
    expect(said(mark)).toMatch(
      /^\d\d:\d\d:\d\d asset-service\/main\.py → asset-service restarted, healthy in \d+\.\d s\n$/,
    );
  });

  describeManyEdits(() => ({ system, watcher }));

  it('shows the log of a service that fails after an edit, and has it back at the next good save', async () => {
    const mark = watcher.output().length;
    const good = readFileSync(join(system.root, MAIN), 'utf8');
    writeFileSync(join(system.root, MAIN), `this is no Python\n${good}`);
    await eventually(() =>
      expect(said(mark)).toMatch(/asset-service restarted, not healthy after[\s\S]*SyntaxError/),
    );
    writeFileSync(join(system.root, MAIN), good.replace(/^VERSION = .*$/m, 'VERSION = "fixed"'));
    await eventually(async () => expect(await version()).toBe('fixed'));
    await quiet(watcher);
  });

  it('leaves a service running whose mounted directory is removed, and sees it when it is made again', async () => {
    const mark = watcher.output().length;
    const agents = join(system.root, 'network-analyzer-service/agents');
    cpSync(agents, join(system.directory, 'kept'), { recursive: true });
    rmSync(agents, { recursive: true });
    await eventually(() => expect(said(mark)).toContain('network-service keeps running as it is until'));
    expect(await call(system, 'network-service', '/about')).toMatchObject({ service: 'network-service' });
    cpSync(join(system.directory, 'kept'), agents, { recursive: true });
    write(system.root, 'network-analyzer-service/agents/__init__.py', 'REVISION = "again"\n');
    const again = { live: { agents: 'again' } };
    await eventually(async () =>
      expect(await call(system, 'network-service', '/about')).toMatchObject(again),
    );
    await quiet(watcher);
    write(system.root, 'network-analyzer-service/agents/__init__.py', 'REVISION = "and again"\n');
    const andAgain = { live: { agents: 'and again' } };
    await eventually(async () =>
      expect(await call(system, 'network-service', '/about')).toMatchObject(andAgain),
    );
  });

  it('goes on after its container was restarted by somebody else', async () => {
    await docker('restart', system.container('asset-service', 'dev'));
    revise(system.root, 'after', byRename, MAIN_ONLY);
    await eventually(async () => expect(await version()).toBe('after'));
    await quiet(watcher);
  });

  it('has the same done by docker exec, where the container’s processes are not its host’s', async () => {
    const service = exampleApp({ name: system.name }).dev.services.find(
      ({ name }) => name === 'asset-service',
    );
    if (!service) throw new Error('there is no asset-service');
    const { Id: id, State } =
      (await system.inspect('dev')).get('asset-service') ?? expect.fail('nor does it run');
    const here = await programStart(service, { id, pid: State.Pid });
    const elsewhere = () => programStart(service, { id: 'of another host', pid: State.Pid });
    expect(Number(await elsewhere()) - Number(here)).toBeLessThan(1000);
    await docker('exec', service.container, 'sh', '-c', RELOAD_SCRIPT);
    await eventually(async () => {
      expect(Number(await elsewhere()) - Number(here)).toBeGreaterThan(1000);
      expect(await programStart(service, { id, pid: State.Pid })).toBeInstanceOf(Date);
    });
  });

  it('leaves it to the engine to start a service again that ends by itself after an edit', async () => {
    revise(system.root, 'before', inPlace, MAIN_ONLY);
    await eventually(async () => expect(await version()).toBe('before'));
    await quiet(watcher);
    const [program = 'none', container] = [
      (await programs(system))['asset-service'],
      system.container('asset-service', 'dev'),
    ];
    process.kill(Number(program), 'SIGKILL');
    await eventually(async () => {
      expect((await programs(system))['asset-service']).not.toBe(program);
      expect(await version()).toBe('before');
    });
    expect(await docker('inspect', '--format', '{{.State.Running}}', container)).toBe('true');
  });

  it('says that a rebuild is due for a baked file, and by which command', async () => {
    const before = await programs(system);
    const mark = watcher.output().length;
    appendFileSync(join(system.root, 'asset-service/requirements.txt'), '# edited\n');
    await eventually(() =>
      expect(said(mark)).toContain(
        'asset-service/requirements.txt → asset-service: a rebuild is due: ./scripts/dev-mode.sh --detach',
      ),
    );
    expect(await programs(system)).toEqual(before);
  });

  it('lets a second watcher go, which says so', async () => {
    const { exitCode, stderr } = await system.run('./scripts/watch.sh', []);
    expect({ exitCode, stderr: stderr.trim() }).toEqual({
      exitCode: 1,
      stderr: `error: process ${watcher.pid} already watches oclivewatch. Fix: watch there, or stop it with Ctrl-C first.`,
    });
  });

  it('leaves the containers running when it is ended, and says so', async () => {
    const before = await programs(system);
    expect(await watcher.end('SIGINT')).toBe(0);
    expect(watcher.output()).toContain('Stopped watching; the services keep running.');
    expect(await programs(system)).toEqual(before);
  });

  it('is told by status which mounts are stale and what is due, and fixes at its start what it did not see', async () => {
    revise(system.root, 'unwatched', byRename, MAIN_ONLY);
    const { exitCode, stdout } = await system.run('./scripts/status.sh', ['dev']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /asset-service +running +healthy .* +rebuild due +stale mount: asset-service\/main\.py/,
    );
    expect(stdout).toMatch(/communication-service +running +healthy .* +current +mounted/);
    watcher = await watching(system, ['--rebuild']);
    await eventually(async () => expect(await version()).toBe('unwatched'));
    await eventually(() => expect(watcher.output()).toContain('asset-service built and replaced'));
    expect(await version()).toBe('unwatched');
    expect((await system.run('./scripts/status.sh', ['dev'])).stdout).toMatch(
      /asset-service +running +healthy .* +current +mounted/,
    );
    expect(await watcher.end('SIGTERM')).toBe(0);
  });

  it('sees edits with --poll, and waits for an engine that does not answer', async () => {
    const bin = join(system.directory, 'bin');
    const down = join(system.directory, 'down');
    const real = (await system.must('sh', '-c', 'command -v docker')).trim();
    write(
      bin,
      'docker',
      `#!/bin/sh\n[ -e ${down} ] && { echo Cannot connect to the Docker daemon >&2; exit 1; }\nexec ${real} "$@"\n`,
    );
    await system.must('chmod', '+x', join(bin, 'docker'));
    watcher = await watching(
      system,
      [`PATH=${bin}:${process.env.PATH}`, './scripts/watch.sh', '--poll', '200'],
      'env',
    );
    writeFileSync(down, '');
    const mark = watcher.output().length;
    // a stale mount is fixed by a restart, which only the engine can do
    revise(system.root, 'polled', byRename, MAIN_ONLY);
    await sleep(3000);
    expect(await version()).toBe('unwatched');
    rmSync(down);
    await eventually(async () => expect(await version()).toBe('polled'));
    await quiet(watcher);
    expect(said(mark)).toMatch(
      /^\d\d:\d\d:\d\d asset-service\/main\.py → asset-service restarted, healthy in \d+\.\d s\n$/,
    );
    expect(existsSync(down)).toBe(false);
  });

  it('has Compose do the same by itself: up --watch restarts a service whose live files change', async () => {
    await watcher.end();
    // two, for Compose ends when all that it is attached to have, and a restart is an end to it
    const args = ['dev', '--ansi', 'never', 'up', '--watch', 'asset-service', 'redis'];
    const compose = system.start('./scripts/compose.sh', args);
    try {
      await compose.says(/Watch enabled/);
      await eventually(async () => expect(await version()).toBe('polled'));
      const before = await programs(system);
      revise(system.root, 'compose', inPlace, MAIN_ONLY);
      await eventually(async () => expect(await version()).toBe('compose'));
      const after = await programs(system);
      expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['asset-service']);
    } finally {
      await compose.end();
    }
  });
});
