import { chmodSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContext } from '../../lib/disk/context.js';
import { MODES, type Mode } from '../../lib/model/mode.js';
import { CONVENTIONS } from '../conventions.js';
import { API, API_TREE, add, plant, type Tree } from './tree.js';

const digest = (tree: Tree, mode: Mode = 'prod', source = API) =>
  readContext(plant(tree), source, mode, {}, CONVENTIONS).digest;

describe.each(MODES)('the digest of a context in %s', (mode) => {
  it('is 12 hex digits', () => {
    expect(digest(API_TREE, mode)).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is that of the same files at another path, of another age and made under another umask', () => {
    const [one, other] = [plant(API_TREE), plant({ ...API_TREE })];
    for (const path of readdirSync(other, { recursive: true, encoding: 'utf8' })) {
      if (path.endsWith('current')) continue;
      const directory = !/\.(py|json|txt|sh)$|Dockerfile$/.test(path);
      chmodSync(join(other, path), directory || path.endsWith('.sh') ? 0o700 : 0o600);
      utimesSync(join(other, path), 1, 1);
    }
    expect(readContext(other, API, mode, {}, CONVENTIONS).digest).toBe(
      readContext(one, API, mode, {}, CONVENTIONS).digest,
    );
  });

  const changes: Readonly<Record<string, Tree>> = {
    'a file’s content': { 'api/requirements.txt': 'flask\n' },
    'a new file': { 'api/new.txt': '' },
    'an executable bit': { 'api/requirements.txt': { text: 'fastapi\n', mode: 0o755 } },
    'an executable bit taken away': { 'api/run.sh': { text: '#!/bin/sh\n', mode: 0o644 } },
    'the target of a link': { 'api/current': { link: 'run.sh' } },
    'the Dockerfile': { 'api/Dockerfile': 'FROM python:3.12-slim\nCOPY . /app\n' },
  };
  it.each(Object.entries(changes))('changes with %s', (_, change) => {
    expect(digest({ ...API_TREE, ...change }, mode)).not.toBe(digest(API_TREE, mode));
  });

  it('changes with a file’s name', () => {
    const { 'api/requirements.txt': text, ...rest } = API_TREE;
    expect(digest({ ...rest, 'api/requirements.lock': text ?? '' }, mode)).not.toBe(digest(API_TREE, mode));
  });

  it('changes with a link that becomes the file of the same text', () => {
    expect(digest({ ...API_TREE, 'api/current': 'main.py' }, mode)).not.toBe(digest(API_TREE, mode));
  });

  it('changes with the image that the map gives', () => {
    const root = plant(API_TREE);
    const mapped = readContext(root, API, mode, { 'python:3.12-slim': 'localhost/python:1' }, CONVENTIONS);
    expect(mapped.digest).not.toBe(readContext(root, API, mode, {}, CONVENTIONS).digest);
  });

  it('does not change with what no image gets', () => {
    const change = { 'api/__pycache__/a.pyc': 'x', 'api/x.log': '', 'other/file': '' };
    const base = { ...API_TREE, 'api/.dockerignore': '*.log\n' };
    expect(digest({ ...base, ...change }, mode)).toBe(digest(base, mode));
  });
});

describe('what is live', () => {
  const live: Tree = {
    'api/main.py': 'print(2)\n',
    'api/data/kinds.json': '[]\n',
    'api/data/new/more.json': '',
    'shared/base.py': 'other\n',
    'shared/new.py': '',
  };

  it.each(
    Object.entries(live),
  )('%s does not change the image of dev and does change that of prod', (path, leaf) => {
    const root = plant(API_TREE);
    const before = MODES.map((mode) => readContext(root, API, mode, {}, CONVENTIONS));
    add(root, { [path]: leaf });
    const after = MODES.map((mode) => readContext(root, API, mode, {}, CONVENTIONS));
    expect(after.map(({ digest }, i) => digest === before[i]?.digest)).toEqual([true, false]);
    expect(after.map(({ fullDigest }, i) => fullDigest === before[i]?.fullDigest)).toEqual([false, false]);
  });

  it('is only what is named: a file whose name begins the same counts in dev too', () => {
    for (const path of ['api/main.py.orig', 'api/database', 'api/data.json'])
      expect(digest({ ...API_TREE, [path]: '' }, 'dev'), path).not.toBe(digest(API_TREE, 'dev'));
  });
});
