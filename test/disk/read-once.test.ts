import { chmodSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiskSources } from '../../lib/disk/disk-sources.js';
import { DiskFacts } from '../../lib/disk/facts.js';
import { CONVENTIONS } from '../conventions.js';
import { API, API_TREE, add, plant } from './tree.js';

const digests = (sources: DiskSources) =>
  (['dev', 'prod'] as const).map((mode) => sources.context(API, mode).fullDigest);
const read = (root: string) => digests(new DiskSources(root, {}, CONVENTIONS));

describe('the sources that one run has read', () => {
  it('are those that it began with, in both modes, whatever is saved meanwhile', () => {
    const root = plant(API_TREE);
    const sources = new DiskSources(root, {}, CONVENTIONS);
    const { fullDigest } = sources.context(API, 'dev');
    add(root, { 'api/main.py': 'print(2)\n', 'api/new.py': '' });
    expect(digests(sources)).toEqual([fullDigest, fullDigest]);
    expect(new DiskSources(root, {}, CONVENTIONS, sources).context(API, 'dev')).toBe(
      sources.context(API, 'dev'),
    );
    const other = new DiskSources(root, { 'python:3.12-slim': 'localhost/python:3' }, CONVENTIONS, sources);
    expect(other.context(API, 'dev').fullDigest).not.toBe(fullDigest);
    // what is committed is described from the same files
    expect(digests(new DiskSources(root, {}, CONVENTIONS, sources))).toEqual([fullDigest, fullDigest]);
  });

  it.each<[string, (path: string, root: string) => void]>([
    [
      'a text as long as the last, with the time of that one, saved at once',
      (path) => {
        const { atime, mtime } = statSync(path);
        writeFileSync(path, 'print(2)\n');
        utimesSync(path, atime, mtime);
      },
    ],
    [
      'another file in its place',
      (path) => {
        const { atime, mtime } = statSync(path);
        writeFileSync(`${path}.new`, 'print(3)\n');
        utimesSync(`${path}.new`, atime, mtime);
        renameSync(`${path}.new`, path);
      },
    ],
    ['who may execute it', (path) => chmodSync(path, 0o755)],
    ['that it is gone', (path) => rmSync(path)],
    ['one more', (path) => writeFileSync(`${path}.txt`, '')],
    ['where a link leads', (_, root) => add(root, { 'api/current': { link: 'run.sh' } })],
    ['what is left out', (_, root) => add(root, { 'api/.dockerignore': 'data\n' })],
    ['the Dockerfile', (_, root) => add(root, { 'api/Dockerfile': 'FROM python:3.13-slim\nCOPY . .\n' })],
    ['a file of the shared directory', (_, root) => add(root, { 'shared/base.py': 'BASE\n' })],
  ])('are read anew by the next one, which notices %s', (_, change) => {
    const root = plant(API_TREE);
    const before = read(root);
    expect(read(root)).toEqual(before);
    change(join(root, 'api/main.py'), root);
    const after = read(root);
    for (const [i, digest] of after.entries()) expect(digest).not.toBe(before[i]);
  });

  it('are those that the rules see, under their own names where the root is a link', () => {
    const root = plant(API_TREE);
    const { tree } = new DiskSources(root, {}, CONVENTIONS);
    expect(tree.list('api').map(({ path }) => path)).toContain('main.py');
    rmSync(join(root, 'api/main.py'));
    const paths = (facts: DiskFacts) => facts.list('api').map(({ path }) => path);
    expect(paths(new DiskFacts(root, 'shared', tree))).toContain('main.py');
    expect(paths(new DiskFacts(root, 'shared'))).not.toContain('main.py');
    const link = join(plant({ root: { link: root } }), 'root');
    expect(new DiskFacts(link, 'shared', tree).resolve('api')).toBe('api');
  });
});
