import { describe, expect, it } from 'vitest';
import { cleanPath, few, isBelow, joinPath, parentOf } from '../../lib/rules/paths.js';

describe('a few names to read', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a, b, c'],
    [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('%j is %j', (names, text) => {
    expect(few(names)).toBe(text);
  });
});

describe('paths', () => {
  it('are joined below the root and below a directory', () => {
    expect([joinPath('.', 'a'), joinPath('a', ''), joinPath('a', 'b')]).toEqual(['a', 'a', 'a/b']);
  });

  it('are below a directory of their kind', () => {
    expect([isBelow('a', '.'), isBelow('a', '/'), isBelow('a', 'a'), isBelow('a/b', 'a')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect([isBelow('/', '.'), isBelow('/a', '/'), isBelow('ab', 'a'), isBelow('a', 'a/b')]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('are cleaned as the engine does, and have a parent', () => {
    expect(['/app//data/./x/../', '/../a', 'a'].map(cleanPath)).toEqual(['/app/data', '/a', '/a']);
    expect(['/app/x.py', '/x', '/'].map(parentOf)).toEqual(['/app', '/', '/']);
  });
});
