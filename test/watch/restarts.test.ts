import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { becomesHealthy, endedBySomebody, logSince, restart } from '../../lib/watch/container.js';
import { editTeller } from '../../lib/watch/edit-teller.js';
import { reload } from '../../lib/watch/reload.js';
import { Restarts } from '../../lib/watch/restarts.js';
import { bind, serviceSpec } from '../spec.js';

vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}));
vi.mock('../../lib/watch/container.js');
vi.mock('../../lib/watch/reload.js');

/** By the faked clock, which node:timers/promises does not have. */
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const anyTime = (line: string) => expect.stringContaining(line.slice(9));

describe('the restarts of one service', () => {
  const service = serviceSpec('dev', { mounts: [bind('api/data', '/app/data')] });
  let root: string;
  let said: string[];
  let restarts: Restarts;
  const look = vi.fn();

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'octest-restarts-'));
    mkdirSync(join(root, 'api/data'), { recursive: true });
    said = [];
    vi.resetAllMocks();
    vi.useFakeTimers({ now: new Date(2026, 0, 1, 14, 3, 7) });
    vi.mocked(reload).mockResolvedValue(false);
    vi.mocked(restart).mockResolvedValue(undefined);
    healthyAfter(600);
    const say = (line: string) => said.push(line);
    restarts = new Restarts(service, { sourceRoot: root, say, tell: editTeller(say), look });
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(root, { recursive: true });
  });

  /** As the real wait does, it ends when it is told to. */
  function healthyAfter(milliseconds: number, healthy = true): void {
    vi.mocked(becomesHealthy).mockImplementation(
      (_, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(() => resolve(healthy), milliseconds);
          const stop = () => {
            clearTimeout(timer);
            resolve(false);
          };
          if (signal.aborted) stop();
          else signal.addEventListener('abort', stop);
        }),
    );
  }

  it('say what changed, and how long it took until the service was healthy', async () => {
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(600);
    expect(said).toEqual(['14:03:07 api/data/a.json → api restarted, healthy in 0.6 s']);
    expect(restart).toHaveBeenCalledTimes(1);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('leave a container alone that somebody has stopped or removed, and say so', async () => {
    vi.mocked(endedBySomebody).mockResolvedValue('was stopped by somebody: docker start acme-api-dev');
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(600);
    expect(said).toEqual([
      anyTime('14:03:07 api/data/a.json → api was stopped by somebody: docker start acme-api-dev'),
    ]);
    expect(restart).not.toHaveBeenCalled();
    vi.mocked(endedBySomebody).mockResolvedValue(undefined);
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(600);
    expect(restart).toHaveBeenCalledTimes(1);
  });

  it('leave the container alone where its program was reloaded', async () => {
    vi.mocked(reload).mockResolvedValue(true);
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(600);
    expect(restart).not.toHaveBeenCalled();
    expect(said).toHaveLength(1);
  });

  it('are one more for all that is saved while one runs, which is not waited for any longer', async () => {
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(300);
    restarts.due(['api/data/b.json']);
    restarts.due(['api/data/c.json']);
    await vi.advanceTimersByTimeAsync(600);
    expect(said).toEqual(['14:03:07 api/data/b.json and 1 more → api restarted, healthy in 0.6 s']);
    expect(restart).toHaveBeenCalledTimes(2);
  });

  it('never run at the same time', async () => {
    let running = 0;
    let most = 0;
    vi.mocked(restart).mockImplementation(async () => {
      most = Math.max(most, ++running);
      await sleep(1000);
      running--;
      return undefined;
    });
    for (let i = 0; i < 20; i++) {
      restarts.due([`api/data/${i}`]);
      await vi.advanceTimersByTimeAsync(130);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(most).toBe(1);
    expect(said.at(-1)).toMatch(/→ api restarted, healthy/);
  });

  it('show the last output of a service that is not healthy', async () => {
    healthyAfter(60_000, false);
    vi.mocked(logSince).mockResolvedValue('Traceback\nSyntaxError');
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual([
      expect.stringContaining('api restarted, not healthy after 60.0 s; the next save starts it again'),
      '    Traceback\n    SyntaxError',
    ]);
    const [container, since] = vi.mocked(logSince).mock.calls[0] ?? [];
    expect(container).toBe(service.container);
    expect(since).toEqual(new Date(2026, 0, 1, 14, 3, 7));
  });

  it('say why a container did not start, and do not wait for it', async () => {
    vi.mocked(restart).mockResolvedValue('port is already allocated');
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['14:03:07 api/data/a.json → api did not start: port is already allocated']);
    expect(becomesHealthy).not.toHaveBeenCalled();
  });

  it('wait for the source of a mount, without which the container would not start again', async () => {
    rmSync(join(root, 'api/data'), { recursive: true });
    restarts.due(['api/data']);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['14:03:07 api/data → api keeps running as it is until api/data is back']);
    expect(restart).not.toHaveBeenCalled();
  });

  const NO_SOURCE = 'invalid mount config for type "bind": bind source path does not exist: /x/api/data';

  it('start a container that is down when the source of its mount is back, which went while it was restarted', async () => {
    vi.mocked(restart).mockImplementationOnce(async () => {
      rmSync(join(root, 'api/data'), { recursive: true });
      return NO_SOURCE;
    });
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(5000);
    expect(said).toEqual(['14:03:07 api/data/a.json → api is down until api/data is back'].map(anyTime));
    expect(restart).toHaveBeenCalledTimes(1);
    mkdirSync(join(root, 'api/data'));
    await vi.advanceTimersByTimeAsync(1200);
    expect(restart).toHaveBeenCalledTimes(2);
    expect(said.at(-1)).toMatch(/→ api restarted, healthy in/);
  });

  it('start it again where that source was back before anybody could see that it was gone', async () => {
    vi.mocked(restart).mockResolvedValueOnce(NO_SOURCE);
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(1200);
    expect(restart).toHaveBeenCalledTimes(2);
    expect(said).toEqual([expect.stringMatching(/→ api restarted, healthy in/)]);
  });

  it('start a container that is down for what is saved meanwhile, too, once its source is back', async () => {
    vi.mocked(restart).mockImplementationOnce(async () => {
      rmSync(join(root, 'api/data'), { recursive: true });
      return NO_SOURCE;
    });
    restarts.due(['api/data/a.json']);
    await vi.advanceTimersByTimeAsync(1000);
    restarts.due(['api/data']);
    await vi.advanceTimersByTimeAsync(1000);
    mkdirSync(join(root, 'api/data'));
    await vi.advanceTimersByTimeAsync(1200);
    expect(restart).toHaveBeenCalledTimes(2);
    expect(said.at(-1)).toMatch(/ api\/data → api restarted, healthy in/);
  });

  it('are over when the container stands, once they are ended; what was due is not begun', async () => {
    let stands = false;
    vi.mocked(restart).mockImplementation(async () => {
      await sleep(2000);
      stands = true;
      return undefined;
    });
    restarts.due(['api/data/a.json']);
    restarts.due(['api/data/b.json']);
    await vi.advanceTimersByTimeAsync(500);
    const ended = restarts.end().then(() => expect(stands).toBe(true));
    await vi.advanceTimersByTimeAsync(1500);
    await ended;
    expect(restart).toHaveBeenCalledTimes(1);
  });
});
