import { describe, expectTypeOf, it } from 'vitest';
import { dir, file, type LivePath } from '../../lib/model/live-path.js';

describe('file and dir', () => {
  it('take what lies below the service directory', () => {
    expectTypeOf(file('main.py')).toEqualTypeOf<LivePath>();
    expectTypeOf(dir('a/b.d/..c')).toEqualTypeOf<LivePath>();
    expectTypeOf(file('.env')).toEqualTypeOf<LivePath>();
    expectTypeOf(file('a..b')).toEqualTypeOf<LivePath>();
  });

  it('take a path that only the run time knows', () => {
    expectTypeOf(file).toBeCallableWith('main.py' as string);
  });

  it('refuse the directory itself', () => {
    // @ts-expect-error: empty
    dir('');
    // @ts-expect-error: the directory itself
    dir('.');
    // @ts-expect-error: the directory itself, with a slash
    dir('./');
    // @ts-expect-error: the same for a file
    file('.');
  });

  it('refuse absolute paths', () => {
    // @ts-expect-error: absolute
    file('/etc/passwd');
    // @ts-expect-error: the root
    dir('/');
  });

  it('refuse paths that climb, wherever they do', () => {
    // @ts-expect-error: the parent
    dir('..');
    // @ts-expect-error: a sibling
    file('../secret');
    // @ts-expect-error: climbs at the end
    dir('a/..');
    // @ts-expect-error: climbs in the middle
    file('a/../../b');
  });

  it('refuse roundabout spellings', () => {
    // @ts-expect-error: a dot before it
    file('./main.py');
    // @ts-expect-error: a slash at its end
    dir('data/');
    // @ts-expect-error: a dot within
    file('a/./b');
    // @ts-expect-error: a dot at its end
    dir('a/.');
    // @ts-expect-error: two slashes
    file('a//b');
  });
});
