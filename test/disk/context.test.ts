import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ContextEntry, readContext, UNREAD } from '../../lib/disk/context.js';
import type { BuildSource } from '../../lib/model/image.js';
import { CONVENTIONS } from '../conventions.js';
import { API, API_TREE, plant, type Tree } from './tree.js';

function textOf(content: ContextEntry['content']): string | undefined {
  return 'link' in content ? undefined : (content.text ?? readFileSync(content.file, 'utf8'));
}

function paths(tree: Tree, source: BuildSource = API): string[] {
  return readContext(plant({ ...API_TREE, ...tree }), source, 'prod', {}, CONVENTIONS).entries.map(
    ({ path }) => path,
  );
}

describe('a build context', () => {
  it('is the directory with shared/ beside its files, in the order of their names', () => {
    expect(paths({})).toEqual([
      'Dockerfile',
      'current',
      'data/kinds.json',
      'main.py',
      'requirements.txt',
      'run.sh',
      'shared/base.py',
    ]);
  });

  it('has no shared/ where the service does not share', () => {
    expect(paths({}, { ...API, shared: false })).not.toContain('shared/base.py');
  });

  it('leaves out what .dockerignore says, below shared/ too, and keeps what a later line takes back', () => {
    const kept = paths({
      'api/.dockerignore': '# remarks\ntests\n*.md\n!README.md\nshared/secret*\n**/*.log\n',
      'api/tests/deep/test_main.py': '',
      'api/NOTES.md': '',
      'api/README.md': '',
      'api/data/a.log': '',
      'shared/secret.py': '',
      'shared/logs/b.log': '',
    });
    expect(kept).toEqual([
      '.dockerignore',
      'Dockerfile',
      'README.md',
      'current',
      'data/kinds.json',
      'main.py',
      'requirements.txt',
      'run.sh',
      'shared/base.py',
    ]);
  });

  it('takes one file back out of a directory that is ignored', () => {
    const kept = paths({ 'api/.dockerignore': '*\n!data/kinds.json\n', 'api/data/other.json': '' });
    expect(kept).toEqual(['.dockerignore', 'Dockerfile', 'data/kinds.json']);
  });

  it('is filtered by the ignore file of its Dockerfile where it has one, and never has another beside it', () => {
    const tree = {
      'api/docker/D': 'FROM a:1\n',
      'api/docker/D.dockerignore': 'data\ndocker\n',
      'api/.dockerignore': 'main.py\n',
    };
    const rest = ['current', 'main.py', 'requirements.txt', 'run.sh', 'shared/base.py'];
    for (const dockerfile of ['docker/D', './docker/D'])
      expect(paths(tree, { ...API, dockerfile })).toEqual(
        ['Dockerfile', ...rest, 'docker/D', 'docker/D.dockerignore'].sort(),
      );
    // to another Dockerfile it is a file as any other
    expect(paths(tree)).toEqual(
      [
        '.dockerignore',
        'Dockerfile',
        ...rest.filter((path) => path !== 'main.py'),
        'data/kinds.json',
        'docker/D',
        'docker/D.dockerignore',
      ].sort(),
    );
  });

  it('has its Dockerfile and .dockerignore even where they are ignored: the engine reads them', () => {
    expect(paths({ 'api/.dockerignore': 'Dockerfile*\n.dockerignore\n' })).toEqual(
      expect.arrayContaining(['Dockerfile', '.dockerignore']),
    );
  });

  it('never has what Python and git leave behind, whatever .dockerignore says', () => {
    const left = { 'api/__pycache__/main.pyc': '', 'api/data/__pycache__/x.pyc': '', 'api/.git/HEAD': '' };
    expect(
      paths({ ...left, 'shared/__pycache__/base.pyc': '', 'api/.dockerignore': '!__pycache__\n' }),
    ).toEqual(paths({ 'api/.dockerignore': '!__pycache__\n' }));
  });

  it('has of a directory only what is asked for, and a Dockerfile of the project itself', () => {
    const source = {
      ...API,
      shared: false,
      live: [],
      only: ['requirements.txt'],
      inline: 'FROM postgres:17\n',
    };
    const { entries } = readContext(plant(API_TREE), source, 'prod', {}, CONVENTIONS);
    expect(entries.map(({ path, content }) => [path, textOf(content)])).toEqual([
      ['Dockerfile', 'FROM postgres:17\n'],
      ['requirements.txt', 'fastapi\n'],
    ]);
  });

  it('has the Dockerfile with the image map applied, and knows its stages', () => {
    const text = 'FROM python:3.12-slim AS dev\nFROM dev AS Prod\n';
    const root = plant({ ...API_TREE, 'api/Dockerfile': text });
    const { entries, stages } = readContext(
      root,
      API,
      'prod',
      { 'python:3.12-slim': 'localhost/python:1' },
      CONVENTIONS,
    );
    expect(stages).toEqual(['dev', 'prod']);
    expect(entries.map(({ content }) => textOf(content))[0]).toBe(
      text.replace('python:3.12-slim', 'localhost/python:1'),
    );
  });

  it('keeps links as links, those too that lead nowhere', () => {
    const root = plant({ ...API_TREE, 'api/gone': { link: '../nowhere' } });
    const { entries } = readContext(root, API, 'prod', {}, CONVENTIONS);
    expect(entries.find(({ path }) => path === 'gone')?.content).toEqual({ link: '../nowhere' });
  });
});

it('a build context with something in its way is empty: `listContext` says what', () => {
  expect(readContext(plant({}), API, 'dev', {}, CONVENTIONS)).toEqual(UNREAD);
  const taken = plant({ ...API_TREE, 'api/shared': { link: '../gone' } });
  expect(readContext(taken, API, 'dev', {}, CONVENTIONS)).toEqual(UNREAD);
});
