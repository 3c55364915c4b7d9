import { describe, expect, it } from 'vitest';
import {
  clean,
  type FileOrLink,
  FileTree,
  isBelow,
  overlap,
  segments,
  walk,
} from '../../lib/dockerfile/file-tree.js';

const origin = { from: 'remote', line: 1 } as const;
const file: FileOrLink = { kind: 'file', origin };
const link = (to?: string): FileOrLink => ({ kind: 'link', origin, ...(to === undefined ? {} : { to }) });

function tree(leaves: Readonly<Record<string, FileOrLink | undefined>>, left = 1000): FileTree {
  const made = new FileTree({ left });
  for (const [path, leaf] of Object.entries(leaves)) made.put(path, leaf);
  return made;
}
const paths = (of: FileTree) => [...walk(of.root)].map(({ path, node }) => `${path} ${node.kind}`);

describe('paths', () => {
  it('have names, without empty ones and dots', () => {
    expect(segments('/a//b/./../c/')).toEqual(['a', 'b', '..', 'c']);
    expect(segments('.')).toEqual([]);
  });

  it('are cleaned by their text alone', () => {
    expect(['', '/', 'a', '/a/../b/', '../../a', '/a/./b//c', 'a/..'].map(clean)).toEqual([
      '/',
      '/',
      '/a',
      '/b',
      '/a',
      '/a/b/c',
      '/',
    ]);
  });

  it('lie below their directories, and those overlap', () => {
    expect(isBelow('/a', '/a') && isBelow('/a/b', '/a') && isBelow('/a', '/')).toBe(true);
    expect(isBelow('/ab', '/a') || isBelow('/a', '/a/b') || isBelow('/b/a', '/a')).toBe(false);
    expect(overlap('/a', '/a/b') && overlap('/a/b', '/a')).toBe(true);
    expect(overlap('/a', '/ab') || overlap('/a/b', '/a/c')).toBe(false);
  });
});

describe('a tree of files', () => {
  it('is walked, parents before their children', () => {
    const made = tree({ '/a/b/f': file, '/a/g': file, '/l': link('x'), '/d': undefined });
    expect(paths(made)).toEqual(['/a dir', '/l link', '/d dir', '/a/b dir', '/a/g file', '/a/b/f file']);
  });

  it('replaces what is in the way, and leaves a directory that is there as it is', () => {
    const made = tree({ '/a/f': file });
    made.put('/a');
    expect(paths(made)).toEqual(['/a dir', '/a/f file']);
    made.put('/a/f/g', file);
    expect(paths(made)).toEqual(['/a dir', '/a/f dir', '/a/f/g file']);
    made.put('/a', file);
    expect(paths(made)).toEqual(['/a file']);
    made.put('/', file);
    expect(paths(made)).toEqual(['/a file']);
  });

  it('takes what its budget and the length of a path allow', () => {
    const made = new FileTree({ left: 2 });
    expect([made.put('/a'), made.put('/b', file), made.put('/c', file)]).toEqual([true, true, false]);
    expect(paths(made)).toEqual(['/a dir', '/b file']);
    const long = (length: number) => tree({}).put(`/${'x'.repeat(length - 1)}`);
    expect([long(4096), long(4097)]).toEqual([true, false]);
  });

  it('is copied, and not changed with its copy', () => {
    const made = tree({ '/a/f': file, '/d': undefined, '/l': link() });
    const copy = made.clone();
    expect(paths(copy).sort()).toEqual(paths(made).sort());
    copy.put('/a/g', file);
    expect(paths(made)).not.toContain('/a/g file');
    expect(copy.budget).toBe(made.budget);
  });
});

describe('a path in a tree', () => {
  const made = tree({
    '/a/f': file,
    '/a/b': undefined,
    '/a/rel': link('b'),
    '/a/up': link('../a/./f'),
    '/abs': link('/a'),
    '/far': link('../../../a/b'),
    '/chain': link('abs/rel'),
    '/circle': link('circle'),
    '/gone': link('no/where'),
    '/dark': link(),
    '/through': link('a/f/x'),
  });
  const at = (path: string) => {
    const place = made.resolve(path);
    return typeof place === 'string' ? place : `${place.path} ${place.node?.kind ?? 'nothing'}`;
  };

  it.each([
    ['/', '/ dir'],
    ['', '/ dir'],
    ['/a/f', '/a/f file'],
    ['a//b/', '/a/b dir'],
    ['/new', '/new nothing'],
    ['/new/er', '/new/er nothing'],
    ['/new/../a', '/a dir'],
    ['/../..', '/ dir'],
    ['/a/../a/f', '/a/f file'],
    ['/a/rel', '/a/b dir'],
    ['/a/rel/x', '/a/b/x nothing'],
    ['/a/rel/..', '/a dir'],
    ['/a/up', '/a/f file'],
    ['/abs/f', '/a/f file'],
    ['/far', '/a/b dir'],
    ['/chain', '/a/b dir'],
    ['/gone', '/no/where nothing'],
    ['/a/f/x', 'file'],
    ['/through', 'file'],
    ['/circle', 'circle'],
    ['/dark', 'link'],
    ['/dark/x', 'link'],
  ])('%s leads to %s', (path, expected) => {
    expect(at(path)).toBe(expected);
  });

  it('leads through 255 links, as on Linux, and no more', () => {
    const chain = (length: number) =>
      tree({
        ...Object.fromEntries(Array.from({ length }, (_, i) => [`/l${i}`, link(`l${i + 1}`)])),
        [`/l${length}`]: file,
      }).resolve('/l0');
    expect(chain(255)).toMatchObject({ path: '/l255', node: file });
    expect(chain(256)).toBe('circle');
  });
});
