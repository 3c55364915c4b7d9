import { describe, expect, it } from 'vitest';
import { built, found, service, type Tree } from './world.js';

describe('buildable', () => {
  const check = (tree: Tree, source: Parameters<typeof built>[2] = {}, target?: string) => {
    const api = built('api', {}, source);
    const image = target === undefined ? api.image : ({ ...api.image, target } as typeof api.image);
    return found('buildable', { dev: [{ ...api, ...(image ? { image } : {}) }], tree });
  };

  it('finds a context and a Dockerfile that are not there', () => {
    expect(check({})).toEqual(['error dev/api image: source directory "api" does not exist. Fix: add it']);
    expect(check({ 'api/x': '' })).toEqual([
      'error dev/api image: api/Dockerfile does not exist. Fix: add it',
    ]);
  });

  it('finds a stage that is not there, and a Dockerfile without any', () => {
    const fix = 'Fix: correct the Dockerfile, or name a stage that it has';
    expect(check({ 'api/Dockerfile': 'FROM x AS dev\n' }, {}, 'prod')).toEqual([
      `error dev/api image: there is no stage prod (api/Dockerfile:1). ${fix}`,
    ]);
    expect(check({ 'api/Dockerfile': '# nothing\n' })).toEqual([
      `error dev/api image: there is no FROM (api/Dockerfile:1). ${fix}`,
    ]);
  });

  it('finds what no builder accepts, whichever stage it builds', () => {
    const dockerfile = 'FROM x AS dev\nRUNN pip install flask\nFROM x AS prod\n';
    expect(check({ 'api/Dockerfile': dockerfile }, {}, 'prod')).toEqual([
      'error dev/api image: there is no instruction RUNN (api/Dockerfile:2). Fix: write RUN',
    ]);
  });

  it('finds what ends the build of this stage', () => {
    const files = { 'api/Dockerfile': 'FROM x\nCOPY a /app\nWORKDIR /app/b\n', 'api/a': '' };
    expect(check({ ...files, 'api/Dockerfile': 'FROM scratch\nCOPY a /app\nWORKDIR /app/b\n' })).toEqual([
      'error dev/api image: WORKDIR: the build fails: /app/b is, or is below, something that is not a directory (api/Dockerfile:3). Fix: correct the instruction',
    ]);
    expect(check({ ...files, 'api/Dockerfile': 'FROM x\nCOPY --from=7 a /app\n' })).toHaveLength(1);
    // which only one of the two builders refuses
    expect(check({ ...files, 'api/b': '', 'api/Dockerfile': 'FROM x\nCOPY a b .\n' })).toEqual([]);
  });

  it('is silent about what can be built, about what only cannot be proven, and about images from elsewhere', () => {
    expect(check({ 'api/Dockerfile': 'FROM x AS dev\n' }, {}, 'dev')).toEqual([]);
    expect(check({ 'api/Dockerfile': 'FROM x\nRUN ./anything.sh\n' })).toEqual([]);
    expect(check({ 'api/x': '' }, { inline: 'FROM x\n' })).toEqual([]);
    expect(
      found('buildable', { dev: [service({ image: { kind: 'external', reference: 'redis:7' } })] }),
    ).toEqual([]);
  });
});

describe('copy-matches', () => {
  const check = (dockerfile: string, tree: Tree = {}, source: Parameters<typeof built>[2] = {}) =>
    found('copy-matches', {
      dev: [built('api', {}, source)],
      tree: { 'api/Dockerfile': dockerfile, 'api/main.py': '', ...tree },
    });

  it('finds a pattern that matches nothing, with its line', () => {
    expect(check('FROM x\nCOPY *.json /app/\n')).toEqual([
      'error dev/api image: copies "*.json", which matches nothing in the build context "api" (api/Dockerfile:2). Fix: add the file, or name what the context has',
    ]);
  });

  it.each([
    'shared/',
    '../shared/',
    './shared',
    '/shared',
  ])('finds %s, which lies outside the context', (source) => {
    expect(check(`FROM x\n\nCOPY ${source} /app/shared/\n`, { 'shared/base.py': '' })).toEqual([
      `error dev/api image: copies "${source}", which is outside the build context "api" (api/Dockerfile:3). Fix: build from a context that has it`,
    ]);
  });

  it('finds what .dockerignore keeps out, a file or a directory', () => {
    const tree = { 'api/.dockerignore': 'data\nnote', 'api/data/x': '', 'api/note': '' };
    const ignored = (source: string) =>
      `error dev/api image: copies "${source}", which .dockerignore keeps out of the context (api/Dockerfile:2). Fix: let it into the context, or copy something else`;
    expect(check('FROM x\nCOPY data/ note /app/\n', tree)).toEqual([ignored('data/'), ignored('note')]);
    expect(check('FROM x\nCOPY dat /app/\n', tree)).toEqual([expect.stringContaining('matches nothing')]);
  });

  it('does not call outside what a context with shared/, or that of the whole root, has not', () => {
    expect(check('FROM x\nCOPY other /app/\n', { 'other/x': '' }, { shared: true })).toEqual([
      expect.stringContaining('matches nothing in the build context "api"'),
    ]);
    const root = { directory: '.', dockerfile: 'api/Dockerfile' };
    expect(
      check('FROM x\nCOPY lost /app/\n', { '.dockerignore': '', lost: { kind: 'socket' } }, root),
    ).toEqual([expect.stringContaining('matches nothing in the build context "."')]);
  });

  it('has no line of a Dockerfile that is not a file', () => {
    expect(check('', {}, { inline: 'FROM x\nCOPY gone /app/\n' })).toEqual([
      expect.stringContaining('build context "api". Fix'),
    ]);
  });

  it('is silent about what matches, and about a Dockerfile that is not there', () => {
    expect(
      check('FROM x\nCOPY . /app\nCOPY *.py shared/ /app/\n', { 'shared/x': '' }, { shared: true }),
    ).toEqual([]);
    expect(found('copy-matches', { dev: [built('api')] })).toEqual([]);
  });
});

describe('ignore-file-is-read', () => {
  const one = (dockerfile: string, tree: Readonly<Record<string, string>>) =>
    found('ignore-file-is-read', {
      prod: [built('app', {}, { dockerfile })],
      tree: { [`app/${dockerfile}`]: 'FROM x\n', ...tree },
    });

  it('finds one beside a Dockerfile that is not at the top of the context, even one that is ignored itself', () => {
    const beside = { 'app/a/b/.dockerignore': '.env\n' };
    const text =
      "note prod/app image: no build reads a/b/.dockerignore: only .dockerignore of the context's root is read. Fix: name it a/b/Dockerfile.dockerignore, with paths from the context's root";
    expect(one('a/b/Dockerfile', beside)).toEqual([text]);
    expect(one('a/b/Dockerfile', { ...beside, 'app/.dockerignore': 'a/b/.dockerignore' })).toEqual([text]);
  });

  it('is silent about the one that is read, and where there is none', () => {
    expect(one('Dockerfile', { 'app/.dockerignore': '.env\n' })).toEqual([]);
    expect(one('a/Dockerfile', { 'app/.dockerignore': '.env\n', 'app/a/x': '' })).toEqual([]);
  });

  it('is about what is built', () => {
    expect(found('ignore-file-is-read', { prod: [service({})], tree: { 'a/.dockerignore': '' } })).toEqual(
      [],
    );
  });
});
