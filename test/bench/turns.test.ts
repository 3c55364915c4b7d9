import { describe, expect, it } from 'vitest';
import { takeTurns } from '../../bench/harness/turns.js';

/** Both sides write down when they are run; a run takes as many seconds as were run before it. */
function sides() {
  const order: string[] = [];
  const run = (side: string) => async () => ({ seconds: order.push(side) });
  return { order, ours: run('ours'), theirs: run('theirs'), holds: () => void order.push('holds') };
}

describe('two sides', () => {
  it('take turns, each beginning as often as the other, and ours is looked at after each of its runs', async () => {
    const both = sides();
    await takeTurns({ warmUp: 0 }, both, 2, () => {});
    expect(both.order).toEqual(['ours', 'holds', 'theirs', 'theirs', 'ours', 'holds']);
  });

  it('are run once before the runs that count', async () => {
    const both = sides();
    const { ours, theirs } = await takeTurns({}, both, 3, () => {});
    expect([ours.length, theirs.length]).toEqual([3, 3]);
    expect(both.order.filter((side) => side === 'theirs')).toHaveLength(4);
  });

  it('are not run again once that is ended', async () => {
    const ending = new AbortController();
    const both = sides();
    const theirs = () => {
      ending.abort(new Error('Ctrl-C'));
      return both.theirs();
    };
    const ended = { ...both, theirs };
    await expect(takeTurns({}, ended, 5, () => {}, ending.signal)).rejects.toThrow('Ctrl-C');
    expect(both.order).toEqual(['theirs']);
  });

  it('end at a run that did not do what it claims', async () => {
    const wrong = {
      ...sides(),
      holds: () => {
        throw new Error('nothing was written');
      },
    };
    await expect(takeTurns({}, wrong, 2, () => {})).rejects.toThrow('nothing was written');
  });
});
