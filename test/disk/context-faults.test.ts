import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listContext } from '../../lib/disk/context-files.js';
import { SourceTree } from '../../lib/disk/source-tree.js';
import type { BuildSource } from '../../lib/model/image.js';
import { API, API_TREE, plant, type Tree } from './tree.js';

/** What stands in the way of building the service, as people read it. */
function faults(tree: Tree, source: BuildSource = API, prepare: (root: string) => void = () => {}): string[] {
  const root = plant(tree);
  prepare(root);
  const found = listContext(new SourceTree(root), source, 'shared').faults ?? [];
  return found.map(({ problem, fix }) => `${problem}. Fix: ${fix}.`);
}

const without = (...names: string[]) =>
  Object.fromEntries(
    Object.entries(API_TREE).filter(([path]) => !names.some((name) => path.startsWith(name))),
  );

const NAMED = 'add it, or name the right directory in the construct';

describe('what stands in the way of a build is said with its cure:', () => {
  it('nothing stands in the way of what is whole', () => {
    expect(faults(API_TREE)).toEqual([]);
  });

  it('a source directory that is missing', () => {
    expect(faults(without('api'))).toEqual([`source directory "api" does not exist. Fix: ${NAMED}.`]);
  });

  it('a file where a directory is expected', () => {
    expect(faults({ ...without('api'), api: '' })).toEqual([
      'source directory "api" is a file, where a directory is expected. Fix: move it away and put the directory there, or name another in the construct.',
    ]);
  });

  it.each([
    ['to nothing', 'gone', 'is a link to "gone", which does not exist'],
    ['to itself', 'api', 'is a link that leads back to itself'],
  ])('a source directory that is a link %s', (_, link, problem) => {
    expect(faults({ ...without('api'), api: { link } })).toEqual([
      `source directory "api" ${problem}. Fix: remove the link (rm api) and put the directory there, or point it at the directory.`,
    ]);
  });

  it('a shared directory that is missing, or a link to nothing', () => {
    expect(faults(without('shared'))).toEqual([
      'source directory "shared" does not exist. Fix: add it, or declare shared: false in the construct of what needs none.',
    ]);
    expect(faults({ ...without('shared'), shared: { link: '../common' } })).toEqual([
      'source directory "shared" is a link to "../common", which does not exist. Fix: remove the link (rm shared) and put the directory there, or point it at the directory.',
    ]);
  });

  it.each([
    ['to nothing', '../gone', '"../gone", which does not exist'],
    ['to itself', 'shared', '"shared", which leads back to it'],
    ['to the common one', '../shared', '"../shared"'],
  ])('a link %s where the common directory is laid', (_, link, to) => {
    expect(faults({ ...API_TREE, 'api/shared': { link } })).toEqual([
      `api/shared is a link (to ${to}) where the common shared/ is laid. Fix: remove the link (rm api/shared): the image gets shared/ without it.`,
    ]);
  });

  it('a directory of its own there', () => {
    expect(faults({ ...API_TREE, 'api/shared/x.py': '' })).toEqual([
      'api/shared stands where the context gets the common shared/. Fix: move what it holds to shared/ and remove it, or declare shared: false in the construct.',
    ]);
    expect(faults({ ...API_TREE, 'api/shared/x.py': '' }, { ...API, shared: false })).toEqual([]);
  });

  it('a Dockerfile that is missing, with those of other names', () => {
    expect(faults(without('api/Dockerfile'))).toEqual([
      'api/Dockerfile does not exist. Fix: add it, or name the right file in the construct.',
    ]);
    const others = { 'api/Dockerfile.clean': '', 'api/Dockerfile.dockerignore': '' };
    expect(faults({ ...without('api/Dockerfile'), ...others })).toEqual([
      'api/Dockerfile does not exist. Fix: add it, or name another in the construct (there is Dockerfile.clean).',
    ]);
  });

  it('a Dockerfile that is a directory, a link to itself, or a pipe, which nobody waits for', () => {
    const cure = 'move it away and put the file there, or name another in the construct';
    const tree = without('api/Dockerfile');
    expect(faults({ ...tree, 'api/Dockerfile/x': '' })).toEqual([
      `api/Dockerfile is a directory, where a file is expected. Fix: ${cure}.`,
    ]);
    expect(faults({ ...tree, 'api/Dockerfile': { link: 'Dockerfile' } })).toEqual([
      'api/Dockerfile is a link that leads back to itself. Fix: remove the link (rm api/Dockerfile) and put the file there, or point it at the file.',
    ]);
    const pipe = (root: string) => execFileSync('mkfifo', [join(root, 'api/Dockerfile')]);
    expect(faults(tree, API, pipe)).toEqual([
      `api/Dockerfile is neither a file nor a directory, where a file is expected. Fix: ${cure}.`,
    ]);
  });

  it('an ignore file with a pattern that is none, by its line', () => {
    expect(faults({ ...API_TREE, 'api/.dockerignore': '# all\ntests\na[\n' })).toEqual([
      'api/.dockerignore has a pattern that cannot be read: "a[" in line 3. Fix: correct the pattern, or remove the line.',
    ]);
  });

  it('an ignore file that is a directory, or a link to nothing', () => {
    expect(faults({ ...API_TREE, 'api/.dockerignore/x': '' })[0]).toMatch(
      /^api\/\.dockerignore is a directory, where a file is expected\./,
    );
    expect(faults({ ...API_TREE, 'api/.dockerignore': { link: '../gone' } })).toEqual([
      'api/.dockerignore is a link to "../gone", which does not exist. Fix: remove the link (rm api/.dockerignore) and put the file there, or point it at the file.',
    ]);
  });

  it('a file that it is to have alone', () => {
    expect(faults(API_TREE, { ...API, only: ['init.sql'] })).toEqual([
      'api/init.sql does not exist. Fix: add it, or name the right file in the construct.',
    ]);
  });

  it('all of it at once', () => {
    const tree = { 'api/shared': { link: 'x' }, 'api/.dockerignore': '[\n' };
    expect(
      faults(tree, { ...API, only: ['a', 'shared', '.dockerignore'] }).map((line) => line.split(' ')[0]),
    ).toEqual(['source', 'api/a', 'api/shared', 'api/Dockerfile', 'api/.dockerignore', 'api/shared']);
  });
});

it('an ignore file that is a link is followed', () => {
  const tree = {
    ...API_TREE,
    'api/.dockerignore': { link: '../common.dockerignore' },
    'common.dockerignore': 'data\n',
  };
  const context = listContext(new SourceTree(plant(tree)), API, 'shared');
  expect(context).toMatchObject({ ignored: ['data/kinds.json'] });
});
