import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { kept } from '../../cli/bundled.js';
import { plant } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

describe('a program that stays', () => {
  it('is kept with the packages, and what runs it already keeps what it runs', () => {
    const cache = plant();
    const path = kept('tool/guard.cjs', 'one', cache);
    expect(path).toBe(join(cache, 'tool/guard.cjs'));
    const { ino } = statSync(path);
    kept('tool/guard.cjs', 'two', cache);
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(statSync(path).ino).not.toBe(ino);
  });

  it.skipIf(!existsSync('/sys'))('is the user’s own where somebody else has installed the packages', () => {
    const home = plant();
    vi.stubEnv('XDG_CACHE_HOME', home);
    // where not even root may write
    const path = kept('tool/guard.cjs', 'one', '/sys');
    expect(path).toBe(join(home, 'tool/guard.cjs'));
    expect(readFileSync(path, 'utf8')).toBe('one');
  });

  it('is refused where something else stands in its place', () => {
    const cache = plant();
    mkdirSync(join(cache, 'tool/guard.cjs'), { recursive: true });
    expect(() => kept('tool/guard.cjs', 'one', cache)).toThrow('EISDIR');
    rmSync(cache, { recursive: true });
  });
});
