import { describe, expect, it } from 'vitest';
import {
  afterRollback,
  afterStart,
  asBuilt,
  releaseChanges,
  rollbackTarget,
  withImage,
} from '../../lib/model/release.js';
import { built, serviceSpec, systemSpec } from '../spec.js';

describe('releases', () => {
  it('rotate when another one has come up', () => {
    expect(afterStart({}, 'a')).toEqual({ current: 'a' });
    expect(afterStart({ current: 'a', attempted: 'b' }, 'b')).toEqual({ current: 'b', previous: 'a' });
    expect(afterStart({ current: 'b', previous: 'a', attempted: 'c' }, 'c')).toEqual({
      current: 'c',
      previous: 'b',
    });
  });

  it('stay as they are when the current one has come up again', () => {
    expect(afterStart({ current: 'a', attempted: 'a' }, 'a')).toEqual({ current: 'a' });
    expect(afterStart({ current: 'b', previous: 'a', attempted: 'b' }, 'b')).toEqual({
      current: 'b',
      previous: 'a',
    });
  });

  it('change places when the previous one has come up: a second rollback goes forth', () => {
    const back = afterStart({ current: 'b', previous: 'a', attempted: 'a' }, 'a');
    expect(back).toEqual({ current: 'a', previous: 'b' });
    expect(rollbackTarget(back)).toBe('b');
  });

  it('lead back to the last one that was well, out of an attempt that failed', () => {
    expect(rollbackTarget({ current: 'b', previous: 'a', attempted: 'c' })).toBe('b');
    expect(rollbackTarget({ current: 'b', previous: 'a' })).toBe('a');
    // the current one itself does not come up any more
    expect(rollbackTarget({ current: 'b', previous: 'a', attempted: 'b' })).toBe('a');
  });

  it('know what a rollback has taken back, until something else has come up or one returns to it', () => {
    const before = { current: 'b', previous: 'a' };
    const back = afterRollback(afterStart(before, 'a'), before, 'b');
    expect(back).toEqual({ current: 'a', previous: 'b', undone: 'b' });
    expect(afterStart({ ...back, attempted: 'a' }, 'a')).toEqual(back);
    expect(afterStart(back, 'c')).toEqual({ current: 'c', previous: 'a' });
    expect(afterRollback(afterStart(back, 'b'), back, 'a')).toEqual({ current: 'b', previous: 'a' });
    // out of an attempt that failed; and of one that is the current one itself, or where nothing ran
    expect(afterRollback({ current: 'b' }, { current: 'b', attempted: 'c' }, 'c')).toEqual({
      current: 'b',
      undone: 'c',
    });
    expect(afterRollback({ current: 'b' }, { current: 'b' }, 'b')).toEqual({ current: 'b' });
    expect(afterRollback({ current: 'b' }, {}, undefined)).toEqual({ current: 'b' });
  });

  it('lead nowhere from the first one', () => {
    expect([
      rollbackTarget({}),
      rollbackTarget({ current: 'a' }),
      rollbackTarget({ attempted: 'a' }),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it('say what differs, and nothing of what does not', () => {
    const own = (name: string, tag: string) => serviceSpec('prod', { name, image: { ...built(name), tag } });
    const redis = serviceSpec('prod', { name: 'redis' });
    const from = systemSpec('prod', [
      redis,
      own('api', 'prod-1'),
      own('gone', 'prod-1'),
      own('same', 'prod-1'),
    ]);
    const services = [
      { ...redis, memory: 1 },
      own('api', 'prod-2'),
      own('same', 'prod-1'),
      withImage(serviceSpec('prod', { name: 'a-new-one' }), 'registry:5000/new:1'),
    ];
    expect(releaseChanges(from, from)).toEqual([]);
    expect(releaseChanges(from, systemSpec('prod', services))).toEqual([
      'redis      other settings',
      'api        prod-1 → prod-2',
      'a-new-one  none → registry:5000/new:1',
      'gone       prod-1 → none',
    ]);
  });

  it('keep names in place of what their images are built from', () => {
    const [redis, api] = [serviceSpec('dev', { name: 'redis' }), serviceSpec('dev', { image: built('api') })];
    expect(asBuilt(systemSpec('dev', [redis, api])).services).toEqual([
      redis,
      withImage(api, 'localhost/acme/api:dev-0'),
    ]);
    expect(withImage(api, 'x:1').image).toEqual({
      kind: 'external',
      upstream: 'x:1',
      reference: 'x:1',
      pull: 'never',
    });
  });
});
