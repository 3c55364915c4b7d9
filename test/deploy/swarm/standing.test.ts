import { describe, expect, it } from 'vitest';
import { standingOf, type Waited } from '../../../lib/deploy/swarm/standing.js';
import type { StackService, StackTask } from '../../../lib/engine/stack.js';

const OLD = { ContainerSpec: { Image: 'localhost/acme/api:prod-1' }, Resources: {}, ForceUpdate: 0 };
const NEW = { ...OLD, ContainerSpec: { Image: 'localhost/acme/api:prod-2' } };
const at = (seconds: number) => new Date(seconds * 1000).toISOString();

const service = (more: Partial<StackService> = {}): StackService => ({
  ...{ id: 's', name: 'api', image: NEW.ContainerSpec.Image, replicas: 1, told: NEW, ...more },
});
const task = (more: Partial<StackTask> = {}): StackTask => ({
  ...{ id: 't', service: 'api', node: 'n', state: 'running', wanted: 'running', error: '', container: 'c' },
  ...{ image: NEW.ContainerSpec.Image, createdAt: at(100), since: at(105), told: NEW, ...more },
});
const waited = (more: Partial<Waited> = {}): Waited => ({
  ...{ service: service(), tasks: [task()], updateBefore: undefined, ready: 100_000, now: 110_000 },
  ...{ startPeriod: 60, load: 1, ...more },
});
const update = (state: string, startedAt = at(100)) => ({ state, startedAt, message: 'because' });

describe('a service of a stack', () => {
  it('is up when all of it runs as it was told last', () => {
    expect(standingOf(waited())).toEqual({ kind: 'up' });
    expect(standingOf(waited({ service: service({ update: update('completed') }) }))).toEqual({ kind: 'up' });
  });

  it.each<[string, Partial<Waited>]>([
    ['has not begun to change it: what runs is as it was', { tasks: [task({ told: OLD })] }],
    ['is changing it', { service: service({ update: update('updating') }) }],
    ['is returning it', { service: service({ update: update('rollback_started') }) }],
    ['has not all of it', { service: service({ replicas: 2 }) }],
    ['has yet to find it healthy', { tasks: [task({ state: 'starting' })] }],
    ['is ending the old one', { tasks: [task(), task({ told: OLD, wanted: 'shutdown' })] }],
    [
      'has started it twice, and its database is not there',
      { tasks: [1, 2, 3].map((id) => task({ id: `${id}`, state: 'failed' })), ready: undefined },
    ],
    ['has just not found a machine', { tasks: [task({ state: 'pending', error: 'no suitable node' })] }],
  ])('is waited for while Swarm %s', (_, more) => {
    expect(standingOf(waited(more))).toEqual({ kind: 'waits' });
  });

  it('is up, whatever a change before this one came to', () => {
    const before = service({ update: update('rollback_completed', at(50)) });
    expect(standingOf(waited({ service: before, updateBefore: at(50) }))).toEqual({ kind: 'up' });
  });

  it('is broken when Swarm has returned it to what it was, by the task that failed', () => {
    const failed = task({
      id: 'f',
      told: NEW,
      state: 'failed',
      wanted: 'shutdown',
      error: 'unhealthy container',
    });
    const now = service({ told: OLD, update: update('rollback_completed') });
    expect(
      standingOf(waited({ service: now, tasks: [task({ told: OLD, createdAt: at(1) }), failed] })),
    ).toEqual({
      kind: 'broken',
      because: 'Swarm has returned it to what it was (unhealthy container)',
      task: failed,
    });
  });

  it('is broken when it ends again and again, though what it requires runs', () => {
    const tasks = [100, 103, 106].map((seconds) =>
      task({ id: `${seconds}`, state: 'failed', error: 'task: non-zero exit (1)', createdAt: at(seconds) }),
    );
    expect(standingOf(waited({ tasks }))).toMatchObject({
      kind: 'broken',
      because: 'it has ended 3 times (task: non-zero exit (1))',
      task: { id: '106' },
    });
  });

  const unhealthy = (createdAt: number, since: number) =>
    task({
      ...{ id: `${createdAt}`, state: 'failed', error: 'unhealthy container' },
      ...{ createdAt: at(createdAt), since: at(since) },
    });

  it('is broken when its health check has ended one of it, on a busy machine two', () => {
    const tasks = [unhealthy(100, 190), unhealthy(192, 282)];
    expect(standingOf(waited({ tasks: tasks.slice(0, 1) }))).toMatchObject({
      because: 'it has ended once (unhealthy container)',
    });
    expect(standingOf(waited({ tasks: tasks.slice(0, 1), load: 5 }))).toEqual({ kind: 'waits' });
    expect(standingOf(waited({ tasks, load: 5 }))).toMatchObject({
      because: 'it has ended 2 times (unhealthy container)',
    });
  });

  it('is so as well where that one was made before its database ran, and had its time afterwards', () => {
    expect(standingOf(waited({ tasks: [unhealthy(90, 165)] }))).toMatchObject({ kind: 'broken' });
    expect(standingOf(waited({ tasks: [unhealthy(60, 150)] }))).toEqual({ kind: 'waits' });
  });

  it('is broken when no machine takes it', () => {
    const lost = task({ state: 'pending', error: 'no suitable node (1 node not available)' });
    expect(standingOf(waited({ tasks: [lost], now: 200_000 }))).toMatchObject({
      because: 'no suitable node (1 node not available)',
    });
  });
});
