import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { catchUp } from '../../lib/watch/catch-up.js';
import { runningOf, statesOf } from '../../lib/watch/container.js';
import { watchTree } from '../../lib/watch/events.js';
import { Restarts } from '../../lib/watch/restarts.js';
import { WatchedFiles } from '../../lib/watch/watched-files.js';
import { Watcher } from '../../lib/watch/watcher.js';
import { named } from '../conventions.js';
import { bind, serviceSpec } from '../spec.js';

vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}));
vi.mock('../../lib/watch/catch-up.js', async (original) => ({
  ...(await original<typeof import('../../lib/watch/catch-up.js')>()),
  catchUp: vi.fn(),
}));
vi.mock('../../lib/watch/container.js');
vi.mock('../../lib/watch/events.js');

describe('the watcher', () => {
  const hot = { ...bind('web/src', '/app/src'), hot: true };
  const services: ServiceSpec<'dev'>[] = [
    serviceSpec('dev', { name: 'api', mounts: [bind('api/data', '/app/data'), bind('shared', '/shared')] }),
    serviceSpec('dev', { name: 'worker', mounts: [bind('shared', '/shared')] }),
    serviceSpec('dev', { name: 'web', mounts: [hot] }),
  ];
  let root: string;
  let said: string[];
  let due: string[];
  let watcher: Watcher;

  const write = (path: string, text = 'x') => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** As the kernel does; the last registered listener is the one that is called. */
  const event = () => vi.mocked(watchTree).mock.lastCall?.[1].hint();

  beforeEach(() => {
    vi.resetAllMocks();
    vi.useFakeTimers();
    vi.mocked(watchTree).mockResolvedValue(async () => {});
    vi.mocked(catchUp).mockResolvedValue([]);
    vi.mocked(statesOf).mockResolvedValue(new Map());
    due = [];
    vi.spyOn(Restarts.prototype, 'due').mockImplementation(function (this: Restarts, paths) {
      due.push(`${(this as unknown as { service: ServiceSpec }).service.name}: ${paths.join(' ')}`);
    });
    root = mkdtempSync(join(tmpdir(), 'octest-watcher-'));
    for (const path of ['api/data/a', 'shared/a', 'web/src/a']) write(path);
    said = [];
    const plan = {
      ...named('acme'),
      sourceRoot: root,
      services,
      without: [],
      environment: {},
      rebuild: false,
    };
    watcher = new Watcher({ ...plan, engine: 'compose' }, (line) => said.push(line));
  });
  afterEach(async () => {
    await watcher.end();
    vi.useRealTimers();
    vi.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  it('has every service that mounts a changed path restarted, and no other', async () => {
    await watcher.start();
    write('shared/a', 'changed');
    write('shared/b');
    event();
    await vi.advanceTimersByTimeAsync(50);
    expect(due).toEqual(['api: shared/a shared/b', 'worker: shared/a shared/b']);
  });

  it('does nothing at an event after which every file is as before', async () => {
    await watcher.start();
    event();
    await vi.advanceTimersByTimeAsync(2000);
    expect(due).toEqual([]);
    expect(said).toEqual([]);
  });

  it('waits with many files at once until no more come', async () => {
    await watcher.start();
    for (let i = 0; i < 6; i++) write(`shared/${i}`);
    event();
    await vi.advanceTimersByTimeAsync(300);
    write('shared/late');
    await vi.advanceTimersByTimeAsync(500);
    expect(due).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(due).toEqual([expect.stringContaining('shared/late'), expect.stringContaining('shared/late')]);
  });

  it('looks once more after a change, for an event can be lost', async () => {
    await watcher.start();
    write('api/data/a', 'changed');
    event();
    await vi.advanceTimersByTimeAsync(50);
    write('api/data/b');
    await vi.advanceTimersByTimeAsync(1000);
    expect(due).toEqual(['api: api/data/a', 'api: api/data/b']);
  });

  it('leaves a change alone that a service shows by itself, unless its mount is stale', async () => {
    await watcher.start();
    write('web/src/a', 'changed');
    event();
    await vi.advanceTimersByTimeAsync(50);
    expect(due).toEqual([]);
    expect(said).toEqual([expect.stringMatching(/web\/src\/a → web shows it by itself$/)]);
    const stale = [{ source: 'web/src' }];
    const state = { id: 'ended', pid: 0 };
    vi.mocked(runningOf).mockResolvedValue({ state, stale } as unknown as Awaited<
      ReturnType<typeof runningOf>
    >);
    write('web/src/a', 'changed again');
    event();
    await vi.advanceTimersByTimeAsync(50);
    expect(due).toEqual(['web: web/src/a']);
  });

  it('listens to a directory that took the place of another', async () => {
    await watcher.start();
    renameSync(join(root, 'api/data'), join(root, 'api/old'));
    write('api/data/a');
    event();
    await vi.advanceTimersByTimeAsync(50);
    expect(watchTree).toHaveBeenCalledTimes(2);
  });

  it('says when the source root goes and comes, and leaves the services alone where nothing else changed', async () => {
    await watcher.start();
    renameSync(root, `${root}.away`);
    event();
    await vi.advanceTimersByTimeAsync(5000);
    expect(said).toEqual([expect.stringMatching(/ is not there; watching goes on when it is back$/)]);
    renameSync(`${root}.away`, root);
    await vi.advanceTimersByTimeAsync(2000);
    expect(said.slice(1)).toEqual([expect.stringMatching(/ is back$/)]);
    expect(due).toEqual([]);
    expect(watchTree).toHaveBeenCalledTimes(2);
    write('api/data/a', 'changed');
    event();
    await vi.advanceTimersByTimeAsync(50);
    expect(due).toEqual(['api: api/data/a']);
  });

  it('listens anew to a source root that went and came back between two looks', async () => {
    await watcher.start();
    renameSync(root, `${root}.away`);
    renameSync(`${root}.away`, root);
    await vi.advanceTimersByTimeAsync(1000);
    expect(watchTree).toHaveBeenCalledTimes(2);
  });

  it('goes on after it could not look, and says why once', async () => {
    await watcher.start();
    const broken = vi.spyOn(WatchedFiles.prototype, 'scan').mockImplementation(() => {
      throw new Error('EIO: i/o error');
    });
    event();
    await vi.advanceTimersByTimeAsync(3000);
    expect(said).toEqual([expect.stringMatching(/ EIO: i\/o error; watching goes on$/)]);
    broken.mockRestore();
    write('api/data/a', 'changed');
    await vi.advanceTimersByTimeAsync(1000);
    expect(due).toEqual(['api: api/data/a']);
  });

  it('catches up on what changed while nobody watched, stale mounts and newer files alike', async () => {
    const [service] = services as [ServiceSpec];
    const stale = [{ source: 'shared', target: '/shared', sees: undefined }];
    vi.mocked(catchUp).mockResolvedValue([{ service, stale, newer: ['api/data/a'] }]);
    await watcher.start();
    expect(due).toEqual(['api: shared api/data/a']);
  });
});
