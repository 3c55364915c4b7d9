import { describe, expectTypeOf, it } from 'vitest';
import { type Below, dir, file, type LivePath } from '../../lib/model/live-path.js';

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

  it('expect of a wrong path a sentence that says why it is wrong', () => {
    expectTypeOf<Below<'../x'>>().toEqualTypeOf<"'../x' climbs out of the service's directory">();
    expectTypeOf<Below<'..'>>().toEqualTypeOf<"'..' climbs out of the service's directory">();
    expectTypeOf<
      Below<'a/..'>
    >().toEqualTypeOf<"'a/..' climbs by '..': name it straight down from the service's directory">();
    expectTypeOf<
      Below<'/x'>
    >().toEqualTypeOf<"'/x' is absolute: name it relative to the service's directory">();
    expectTypeOf<
      Below<''>
    >().toEqualTypeOf<"'' is the service's directory itself: name the files and directories in it that are live">();
    expectTypeOf<
      Below<'a/'>
    >().toEqualTypeOf<"'a/' is roundabout: name it without './', '//' and a '/' at its end">();
    expectTypeOf<Below<'a' | '../x'>>().toEqualTypeOf<'a' | "'../x' climbs out of the service's directory">();
  });

  it('take one of several paths, but not where one of them is wrong', () => {
    expectTypeOf(file).toBeCallableWith('a' as 'a' | 'b');
    // @ts-expect-error: one of them climbs
    file('a' as 'a' | '../b');
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
