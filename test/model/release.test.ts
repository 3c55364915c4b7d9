import { describe, expect, it } from 'vitest';
import { asBuilt, releaseChanges, rollbackTarget, settled, withImage } from '../../model/release.js';
import { exampleApp } from '../system.js';

describe('releases', () => {
  it('rotate when another one has come up', () => {
    expect(settled({}, 'a')).toEqual({ current: 'a' });
    expect(settled({ current: 'a', attempted: 'b' }, 'b')).toEqual({ current: 'b', previous: 'a' });
    expect(settled({ current: 'b', previous: 'a', attempted: 'c' }, 'c')).toEqual({
      current: 'c',
      previous: 'b',
    });
  });

  it('stay as they are when the current one has come up again', () => {
    expect(settled({ current: 'a', attempted: 'a' }, 'a')).toEqual({ current: 'a' });
    expect(settled({ current: 'b', previous: 'a', attempted: 'b' }, 'b')).toEqual({
      current: 'b',
      previous: 'a',
    });
  });

  it('change places when the previous one has come up: a second rollback goes forth', () => {
    const back = settled({ current: 'b', previous: 'a', attempted: 'a' }, 'a');
    expect(back).toEqual({ current: 'a', previous: 'b' });
    expect(rollbackTarget(back)).toBe('b');
  });

  it('lead back to the last one that was well, out of an attempt that failed', () => {
    expect(rollbackTarget({ current: 'b', previous: 'a', attempted: 'c' })).toBe('b');
    expect(rollbackTarget({ current: 'b', previous: 'a' })).toBe('a');
    // the current one itself does not come up any more
    expect(rollbackTarget({ current: 'b', previous: 'a', attempted: 'b' })).toBe('a');
  });

  it('lead nowhere from the first one', () => {
    expect([
      rollbackTarget({}),
      rollbackTarget({ current: 'a' }),
      rollbackTarget({ attempted: 'a' }),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it('say what differs, and nothing of what does not', () => {
    const from = asBuilt(exampleApp().prod);
    const to = {
      ...from,
      services: from.services
        .filter(({ name }) => name !== 'frontend')
        .map((service) => {
          if (service.name === 'ai-brain')
            return withImage(service, 'localhost/opsconductor/ai-brain:prod-1');
          return service.name === 'redis' ? { ...service, memory: 1 } : service;
        }),
    };
    expect(releaseChanges(from, from)).toEqual([]);
    expect(releaseChanges(from, to).map((line) => line.replace(/ +/g, ' '))).toEqual([
      'redis other settings',
      'ai-brain prod-000000000000 → prod-1',
      'frontend prod-000000000000 → none',
    ]);
  });
});
