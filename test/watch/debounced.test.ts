import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { debounced } from '../../lib/watch/debounced.js';

describe('changes close together', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are acted on once, when none has come for 50 ms', () => {
    const act = vi.fn();
    const hint = debounced(act);
    for (let i = 0; i < 10; i++) {
      hint();
      vi.advanceTimersByTime(49);
    }
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('are acted on after a second though they keep coming, and the last of them too', () => {
    const act = vi.fn();
    const hint = debounced(act);
    for (let i = 0; i < 250; i++) {
      hint();
      vi.advanceTimersByTime(10);
    }
    expect(act).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(50);
    expect(act).toHaveBeenCalledTimes(3);
  });
});
