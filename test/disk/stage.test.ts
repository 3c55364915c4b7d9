import { lstatSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readContext } from '../../lib/disk/context.js';
import { stageContext } from '../../lib/disk/stage.js';
import { type BuiltImage, builtImage } from '../../lib/model/image.js';
import type { Mode } from '../../lib/model/mode.js';
import { CONVENTIONS, named } from '../conventions.js';
import { API, API_TREE, add, harvest, plant } from './tree.js';

const umask = process.umask();
afterEach(() => {
  process.umask(umask);
});

function stage(root: string, mode: Mode = 'dev'): BuiltImage {
  const context = readContext(root, API, mode, {}, CONVENTIONS);
  const image = builtImage(named('acme'), 'api', mode, API, context);
  stageContext(root, image, context);
  return image;
}

describe('a staged context', () => {
  it('holds the files of the context, and the link of its mode leads to it', () => {
    const root = plant(API_TREE);
    const { context, tag } = stage(root);
    expect(harvest(join(root, context))).toEqual({
      Dockerfile: 'FROM python:3.12-slim\nCOPY . .\n',
      'main.py': 'print(1)\n',
      'data/kinds.json': '{}\n',
      'requirements.txt': 'fastapi\n',
      'run.sh': '#!/bin/sh\n',
      current: '-> main.py',
      'shared/base.py': 'base\n',
    });
    expect(readlinkSync(join(root, '.opsconductor/contexts/api/dev'))).toBe(tag);
  });

  it.each([0o000, 0o022, 0o077, 0o027])('has the same modes under umask %i', (mask) => {
    process.umask(mask);
    const root = plant(API_TREE);
    const { context } = stage(root);
    expect(statSync(join(root, context)).mode & 0o777).toBe(0o755);
    const modes = Object.entries(harvest(join(root, context), true)).map(([path, text]) => [
      path,
      text.split(' ')[0],
    ]);
    expect(Object.fromEntries(modes)).toEqual({
      Dockerfile: '644',
      'main.py': '644',
      data: '755',
      'data/kinds.json': '644',
      'requirements.txt': '644',
      'run.sh': '755',
      current: '->',
      shared: '755',
      'shared/base.py': '644',
    });
  });

  it('is left alone when staged again', () => {
    const root = plant(API_TREE);
    const staged = join(root, stage(root).context);
    const before = [lstatSync(staged).ino, lstatSync(join(staged, 'main.py')).mtimeMs];
    stage(root);
    expect([lstatSync(staged).ino, lstatSync(join(staged, 'main.py')).mtimeMs]).toEqual(before);
  });

  it('gets a live file that changed, under the same tag', () => {
    const root = plant(API_TREE);
    const before = stage(root);
    add(root, { 'api/main.py': 'print(2)\n' });
    const after = stage(root);
    expect(after.tag).toBe(before.tag);
    expect(harvest(join(root, after.context))['main.py']).toBe('print(2)\n');
  });

  it('loses a live file that is gone', () => {
    const root = plant({ ...API_TREE, 'api/data/old.json': '' });
    expect(harvest(join(root, stage(root).context))).toHaveProperty(['data/old.json']);
    rmSync(join(root, 'api/data/old.json'));
    expect(harvest(join(root, stage(root).context))).not.toHaveProperty(['data/old.json']);
  });

  it('lies beside that of other content and of the other mode, and nothing half-made does', () => {
    const root = plant(API_TREE);
    const images = [stage(root, 'dev'), stage(root, 'prod')];
    add(root, { 'api/requirements.txt': 'flask\n' });
    images.push(stage(root, 'dev'));
    const directory = join(root, '.opsconductor/contexts/api');
    const expected = [...images.flatMap(({ tag }) => [tag, `${tag}.digest`]), 'dev', 'prod'];
    expect(readdirSync(directory).sort()).toEqual(expected.sort());
    expect(readlinkSync(join(directory, 'dev'))).toBe(images[2]?.tag);
  });
});

describe('any tree', () => {
  const name = fc.constantFrom('a', 'b.log', 'keep.log', 'c d', 'é', '$x', '.env');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const files = fc.dictionary(path, fc.string(), { maxKeys: 8 });

  it('is staged without what is ignored, and else as it is', () => {
    fc.assert(
      fc.property(files, (candidates) => {
        // a path cannot be both a file and a directory
        const paths = Object.keys(candidates).filter(
          (one) => !Object.keys(candidates).some((it) => it.startsWith(`${one}/`)),
        );
        const own = Object.fromEntries(paths.map((it) => [it, candidates[it] ?? '']));
        const always = { '.dockerignore': '**/*.log\n!**/keep.log\n', Dockerfile: 'FROM a:1\n' };
        const all: Record<string, string> = { ...own, ...always, 'main.py': '', 'data/x': '' };
        const root = plant({
          'shared/base.py': 'base',
          ...Object.fromEntries(Object.entries(all).map(([it, text]) => [`api/${it}`, text])),
        });
        // the last pattern that matches the path, or a directory above it, decides
        const ignored = (it: string) =>
          it.split('/').includes('b.log') && !it.split('/').includes('keep.log');
        const expected = Object.entries({ ...all, 'shared/base.py': 'base' }).filter(([it]) => !ignored(it));
        expect(harvest(join(root, stage(root).context))).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 60 },
    );
  });
});
