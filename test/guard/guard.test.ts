import { describe, expect, it } from 'vitest';
import { Guard, type Seen } from '../../lib/guard/guard.js';

const at = (name: string, state = 'running', health = 'healthy'): Seen => ({ name, state, health });
/** What is done, as `start db`. */
const done = (guard: Guard, seen: readonly Seen[], now: number) =>
  guard.look(seen, now).map(({ what, name }) => `${what} ${name}`);

describe('when the engine is back after it was killed', () => {
  it('what ran then runs again, and what a person had stopped stays stopped', () => {
    const guard = new Guard();
    done(guard, [at('db'), at('api'), at('old')], 0);
    expect(done(guard, [at('db'), at('api'), at('old', 'exited')], 5)).toEqual([]);
    guard.engineLost();
    const all = ['db', 'api', 'old'].map((name) => at(name, 'exited'));
    expect(done(guard, all, 20)).toEqual(['start db', 'start api']);
    expect(done(guard, [at('db'), at('api'), at('old', 'exited')], 21)).toEqual([]);
  });

  it('what a person stopped a moment before stays stopped, though no look has seen it', () => {
    const guard = new Guard();
    done(guard, [at('db'), at('api')], 0);
    guard.ended('db');
    guard.engineLost();
    expect(done(guard, [at('db', 'exited'), at('api', 'exited')], 20)).toEqual(['start api']);
  });

  it('what a person stopped while the engine was asked stays stopped, though its answer had it as running', () => {
    const guard = new Guard();
    done(guard, [at('db'), at('api')], 0);
    guard.listing();
    guard.ended('db');
    done(guard, [at('db'), at('api')], 1);
    guard.engineLost();
    expect(done(guard, [at('db', 'exited'), at('api', 'exited')], 20)).toEqual(['start api']);
  });

  it('what ran then runs again, though the engine’s last answer comes after its end', () => {
    const guard = new Guard();
    done(guard, [at('api')], 0);
    guard.listing();
    guard.engineLost();
    expect(done(guard, [at('api')], 1)).toEqual([]);
    guard.listing();
    expect(done(guard, [at('api', 'exited')], 2)).toEqual(['start api']);
  });

  it('what ended and runs again runs again', () => {
    const guard = new Guard();
    done(guard, [at('db')], 0);
    guard.ended('db');
    guard.listing();
    done(guard, [at('db')], 1);
    guard.engineLost();
    expect(done(guard, [at('db', 'exited')], 20)).toEqual(['start db']);
  });

  it('what was restarted a moment before runs again, though no look has seen it run', () => {
    const guard = new Guard();
    done(guard, [at('api')], 0);
    guard.ended('api');
    guard.began('api');
    guard.engineLost();
    expect(done(guard, [at('api', 'exited')], 20)).toEqual(['start api']);
  });

  it('what a person stops after that stays stopped', () => {
    const guard = new Guard();
    done(guard, [at('api')], 0);
    guard.engineLost();
    done(guard, [at('api')], 10);
    expect(done(guard, [at('api', 'exited')], 11)).toEqual([]);
  });

  it('what does not start is tried again, no more than each ten seconds, and not for ever', () => {
    const guard = new Guard();
    done(guard, [at('api')], 0);
    guard.engineLost();
    const tries = Array.from({ length: 1000 }, (_, second) =>
      done(guard, [at('api', 'exited')], 10 + second),
    ).flat();
    expect(tries).toHaveLength(31);
  });

  it('is owed after a second loss, too, that comes before it ran', () => {
    const guard = new Guard();
    done(guard, [at('api')], 0);
    guard.engineLost();
    done(guard, [at('api', 'exited')], 10);
    guard.engineLost();
    expect(done(guard, [at('api', 'exited')], 30)).toEqual(['start api']);
  });

  it('is nobody’s any more when it was removed', () => {
    const guard = new Guard();
    done(guard, [at('api')], 0);
    guard.engineLost();
    done(guard, [], 10);
    expect(done(guard, [at('api', 'exited')], 20)).toEqual([]);
  });
});

describe('a container that is unhealthy for long', () => {
  /** The seconds at which a container is restarted whose health is this. */
  const restarts = (seconds: number, health: (second: number) => string, state = 'running') => {
    const guard = new Guard();
    return Array.from({ length: seconds }, (_, second) => second).filter(
      (second) => done(guard, [at('api', state, health(second))], second).length > 0,
    );
  };

  it('is restarted after a minute, then after two, then after four, at most an hour', () => {
    expect(restarts(1000, () => 'unhealthy')).toEqual([60, 181, 422, 903]);
  });

  it('is left alone while it starts, and where it is well again before that', () => {
    expect(restarts(1000, (second) => (second % 50 < 40 ? 'unhealthy' : 'healthy'))).toEqual([]);
    expect(restarts(1000, () => 'starting')).toEqual([]);
  });

  it('counts anew after it was well for ten minutes', () => {
    const health = (second: number) => (second > 100 && second < 800 ? 'healthy' : 'unhealthy');
    expect(restarts(900, health)).toEqual([60, 860]);
  });

  it('is left alone while it is paused: that is a person’s doing', () => {
    expect(restarts(500, () => 'unhealthy', 'paused')).toEqual([]);
  });
});
