// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables
import { describe, expect, it } from 'vitest';
import { expand } from '../../lib/dockerfile/variables.js';
import { readArguments, readPairs, readVariables } from '../../lib/dockerfile/words.js';

/** `A` is set, `E` is empty, `N` is not set; of all others nothing is known. */
const lookup = (name: string) => ({ A: 'a', E: '', N: null, A_1: 'one', '1': 'first', '@': 'all' })[name];

describe('a word', () => {
  it.each([
    ['', ''],
    ['x', 'x'],
    ['$A', 'a'],
    ['${A}', 'a'],
    ['x$A/y', 'xa/y'],
    ['$A_1.$1$@', 'one.firstall'],
    ['$E|$N|${N}', '||'],
    ['${A:-b}${A-b}', 'aa'],
    ['${E:-b}|${E-b}', 'b|'],
    ['${N:-b}|${N-b}', 'b|b'],
    ['${A:+b}${A+b}', 'bb'],
    ['${E:+b}|${E+b}', '|b'],
    ['${N:+b}|${N+b}', '|'],
    ['${A:?no}${A?no}${E?no}', 'aa'],
    ['${N:-x${A}y}', 'xay'],
    ['${N:-"}"}', '}'],
    ["${N:-'$A'}", '$A'],
    ["'$A'$A", '$Aa'],
    ["''", ''],
    ['"$A b"', 'a b'],
    ['"\\$A\\"\\\\\\n"', '$A"\\\\n'],
    ['"it\'s"', "it's"],
    ["'\"'", '"'],
    ['\\$A\\x\\\\', '$Ax\\'],
    ['x\\', 'x'],
    ['$', '$'],
    ['$ a$/', '$ a$/'],
    ['"$"', '$'],
    ['a}b', 'a}b'],
  ])('%j is %j', (word, expected) => {
    expect(expand(word, lookup)).toBe(expected);
  });

  it.each([
    '$X',
    '${X}',
    '"$X"',
    '${X:-b}',
    '${N:-$X}',
    '${E:?no}',
    '${N?no}',
    '${A#x}',
    '${A%x}',
    '${A/a/b}',
    '${}',
    '${/}',
    '${A',
    '${A:-b',
    "'a",
    '"a',
    '"\\',
  ])('%j is unknown', (word) => {
    expect(expand(word, lookup)).toBeUndefined();
  });

  it('has the escape character that the file names', () => {
    expect(expand('`$A\\$A"`$A\\x"', lookup, { escapeToken: '`' })).toBe('$A\\a$A\\x');
  });

  it('keeps the text of what is not set where it is asked to', () => {
    expect(expand('$N/${N}/"$N"/$A/$E', lookup, { unset: 'kept' })).toBe('$N/${N}/$N/a/');
    expect(expand('${N:-b}', lookup, { unset: 'kept' })).toBe('b');
  });

  it('is unknown where it is too long, or too deep', () => {
    const long = (length: number) => expand('$L$L', () => 'x'.repeat(length / 2))?.length;
    expect([long(65_536), long(65_538)]).toEqual([65_536, undefined]);
    const deep = (depth: number) => expand(`${'${N:-'.repeat(depth)}x${'}'.repeat(depth)}`, lookup);
    expect([deep(50), deep(51)]).toEqual(['x', undefined]);
  });

  it('does not hide what its lookup throws', () => {
    const lookup = () => {
      throw new RangeError('mine');
    };
    expect(() => expand('$A', lookup)).toThrow('mine');
  });
});

describe('arguments', () => {
  it.each([
    ['a b', [], ['a', 'b'], false],
    ['  a\t b ', [], ['a', 'b'], false],
    ['', [], [], false],
    ['--from=x  --link a', ['from=x', 'link='], ['a'], false],
    ['--from=x', ['from=x'], [], false],
    ['  --a-b=c=d --a-b= e', ['a-b=c=d', 'a-b='], ['e'], false],
    ['a --from=x', [], ['a', '--from=x'], false],
    ['-x a', [], ['-x', 'a'], false],
    ['--x.y a', [], ['--x.y', 'a'], false],
    ['-- a', [], ['--', 'a'], false],
    ['--a --b ["c d", "e"]', ['a=', 'b='], ['c d', 'e'], true],
    [' [ "a" ] ', [], ['a'], true],
    ['[]', [], [], true],
    ['["a", 1]', [], ['["a",', '1]'], false],
    ["['a']", [], ["['a']"], false],
    ['["a"] b', [], ['["a"]', 'b'], false],
    ['"a"', [], ['"a"'], false],
    ['{"a": 1}', [], ['{"a":', '1}'], false],
  ])('%j', (text, flags, words, json) => {
    const read = readArguments(text);
    expect(read.flags.map(({ name, value }) => `${name}=${value}`)).toEqual(flags);
    expect([read.words, read.json]).toEqual([words, json]);
  });

  it('have all after the flags as their text', () => {
    expect(readArguments('--a=1  b  c').text).toBe('b  c');
  });
});

describe('pairs', () => {
  it.each([
    [
      'A=1 B=2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [
      '  A=1\t\tB  ',
      [
        ['A', '1'],
        ['B', null],
      ],
    ],
    [
      'X="$A  b" Y=\'c d\'',
      [
        ['X', 'a  b'],
        ['Y', 'c d'],
      ],
    ],
    [
      'X=a\\ b Y=$Q',
      [
        ['X', 'a b'],
        ['Y', undefined],
      ],
    ],
    [
      "X='a\\' Y=b",
      [
        ['X', 'a\\'],
        ['Y', 'b'],
      ],
    ],
    [
      'X="a\\" b" Y="\'" Z=\'"\'',
      [
        ['X', 'a" b'],
        ['Y', "'"],
        ['Z', '"'],
      ],
    ],
    [
      'X=a=b Y=',
      [
        ['X', 'a=b'],
        ['Y', ''],
      ],
    ],
    ['X=a\\', [['X', 'a']]],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(readPairs(text, lookup, '\\')).toEqual(expected);
  });

  it('have the escape character that the file names', () => {
    expect(readPairs('X=a` b Y=c\\ d', lookup, '`')).toEqual([
      ['X', 'a b'],
      ['Y', 'c\\'],
      ['d', null],
    ]);
  });

  it.each([
    ['X a b', [['X', 'a b']]],
    ['X  "a b"  c=d ', [['X', 'a b  c=d ']]],
    ['X $A\n', [['X', 'a\n']]],
    ['X $Q', [['X', undefined]]],
    [
      'X=a b',
      [
        ['X', 'a'],
        ['b', null],
      ],
    ],
    ['X', [['X', null]]],
  ])('of ENV %j', (text, expected) => {
    expect(readVariables(text, lookup, '\\')).toEqual(expected);
  });
});
