import { describe, expect, it } from 'vitest';
import { isPattern, namePattern } from '../../lib/dockerfile/glob.js';

describe('a source of COPY', () => {
  it.each(['*', 'a?', '[a]', 'x/[', 'a\\\\*'])('%j is a pattern', (source) => {
    expect(isPattern(source)).toBe(true);
  });
  it.each(['a', 'a]', 'a\\*', '\\[a]', 'a\\\n', 'a\\'])('%j is a name', (source) => {
    expect(isPattern(source)).toBe(false);
  });
});

// as filepath.Match of Go 1.22 has it
describe('a pattern of a name', () => {
  it.each([
    ['', [''], ['a']],
    ['abc', ['abc'], ['ab', 'abcd', 'xabc']],
    ['*', ['', 'a', 'abc'], []],
    ['*c', ['c', 'abc', 'cc'], ['', 'cb']],
    ['a*', ['a', 'ab'], ['', 'ba']],
    ['a*c*e', ['ace', 'abcde', 'accee', 'acece'], ['ac', 'aec', 'acex']],
    ['a*b*', ['ab', 'axbx', 'abab'], ['a', 'ba']],
    ['*ab', ['ab', 'aab', 'abab'], ['aba', 'b']],
    ['**', ['', 'ab'], []],
    ['a?c', ['abc', 'a?c', 'a😀c'], ['ac', 'abbc']],
    ['[abc]', ['a', 'b', 'c'], ['', 'd', 'ab']],
    ['[^abc]', ['d', '^'], ['a', 'b', '']],
    ['[a-c]x', ['ax', 'bx', 'cx'], ['dx', '-x', 'a']],
    ['[^a-c]', ['d', '-'], ['a', 'b', 'c']],
    ['[a-cx-z5]', ['b', 'y', '5'], ['d', '6', '-']],
    ['[\\]a]', [']', 'a'], ['\\', 'b']],
    ['[\\-x]', ['-', 'x'], ['a', '\\']],
    ['[a\\-c]', ['a', '-', 'c'], ['b']],
    ['[a-\\c]', ['a', 'b', 'c'], ['\\', 'd']],
    ['[x^]', ['x', '^'], ['a']],
    ['\\*', ['*'], ['a', '\\*']],
    ['a\\?b', ['a?b'], ['axb']],
    ['\\\\', ['\\'], ['a']],
    ['\\a', ['a'], ['\\a']],
    ['a]', ['a]'], ['a']],
    ['[😀-😂]', ['😁'], ['a', '😃']],
    ['[c-a]', [], ['a', 'b', 'c']],
  ])('%j matches %j, and none of %j', (pattern, right, wrong) => {
    const matches = namePattern(pattern);
    expect(right.filter((name) => !matches?.(name))).toEqual([]);
    expect(wrong.filter((name) => matches?.(name))).toEqual([]);
  });

  it.each([
    '[',
    '[a',
    '[]',
    '[]a]',
    '[^]',
    '[a-',
    '[a-]',
    '[-a]',
    '[^-a]',
    '[a--]',
    '\\',
    'a\\',
    '[a\\',
    '[\\]',
    'x[y',
  ])('%j is malformed', (pattern) => {
    expect(namePattern(pattern)).toBeUndefined();
  });
});
