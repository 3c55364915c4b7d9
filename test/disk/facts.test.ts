import { execFileSync } from 'node:child_process';
import { chownSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DiskFacts } from '../../lib/disk/facts.js';
import type { BuildSourceView } from '../../lib/model/facts.js';
import { add, plant } from './tree.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function listen(path: string): Promise<void> {
  const server = createServer();
  closing.push(() => server.close());
  return new Promise((resolve) => server.listen(path, resolve));
}

const API: BuildSourceView = { directory: 'api', dockerfile: 'Dockerfile', shared: false };
const names = (entries: readonly { readonly path: string }[]) => entries.map(({ path }) => path);

describe('what lies at a path', () => {
  it('is said of files, directories, links, sockets and nothing', async () => {
    const root = plant({ 'a/b': '', link: { link: 'gone' } });
    await listen(join(root, 's'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const facts = new DiskFacts(root);
    expect(
      ['a', 'a/b', 'link', 's', 'pipe', 'none', 'a/b/c', 'x\0y', 'x'.repeat(5000)].map((path) =>
        facts.stat(path),
      ),
    ).toEqual([
      { kind: 'dir' },
      { kind: 'file' },
      { kind: 'link', to: 'gone' },
      { kind: 'socket' },
      { kind: 'other' },
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(facts.stat(join(root, 'a/b'))).toEqual({ kind: 'file' });
  });

  it('is found at the end of every link: in the root by its relative name, else by its absolute one', () => {
    const outside = plant({ file: '' });
    const root = plant({
      'a/b': '',
      x: { link: 'a/b' },
      y: { link: 'x' },
      out: { link: join(outside, 'file') },
    });
    const facts = new DiskFacts(root);
    expect(facts.resolve('y')).toBe('a/b');
    expect(facts.resolve('.')).toBe('.');
    expect(facts.resolve('a/../a')).toBe('a');
    expect(facts.resolve('out')).toBe(join(outside, 'file'));
    expect(facts.resolve(root)).toBe('.');
    expect(facts.resolve('none')).toBeUndefined();
  });

  it('is nothing at the end of a circle of links', () => {
    const facts = new DiskFacts(plant({ a: { link: 'b' }, b: { link: 'a' } }));
    expect(facts.resolve('a')).toBeUndefined();
    expect(facts.stat('a')).toEqual({ kind: 'link', to: 'b' });
  });

  it('is the same where the root itself is behind a link', () => {
    const real = plant({ 'a/b': '' });
    const root = join(plant(), 'link');
    symlinkSync(real, root);
    expect(new DiskFacts(root).resolve('a/b')).toBe('a/b');
  });
});

describe('what lies below a directory', () => {
  it('is listed in order, links not followed, without what Python and git leave behind', () => {
    const root = plant({
      'd/b/c': '',
      'd/a': '',
      'd/loop': { link: '.' },
      'd/.git/HEAD': '',
      'd/b/__pycache__/x': '',
    });
    const facts = new DiskFacts(root);
    expect(facts.list('d')).toEqual([
      { path: 'a', kind: 'file' },
      { path: 'b', kind: 'dir' },
      { path: 'b/c', kind: 'file' },
      { path: 'loop', kind: 'link', to: '.' },
    ]);
    expect(facts.list('none')).toEqual([]);
    expect(facts.list('d/a')).toEqual([]);
    expect(names(facts.list('.'))).toContain('d/b/c');
    expect(facts.list('d')).toBe(facts.list('d'));
  });
});

describe('a text', () => {
  it('is read, or it is said why not', async () => {
    const root = plant({ a: 'ä\n', 'd/x': '', big: '', most: '', 'big.yml': '', 'most.yml': '' });
    truncateSync(join(root, 'big.yml'), 32 * 1024 * 1024 + 1);
    truncateSync(join(root, 'most.yml'), 2 * 1024 * 1024);
    truncateSync(join(root, 'big'), 1024 * 1024 + 1);
    truncateSync(join(root, 'most'), 1024 * 1024);
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const facts = new DiskFacts(root);
    expect(facts.read('a')).toEqual({ text: 'ä\n' });
    expect(facts.read('d')).toEqual({ problem: 'is not a file' });
    expect(facts.read('pipe')).toEqual({ problem: 'is not a file' });
    expect(facts.read('none')).toEqual({ problem: 'cannot be read' });
    expect(facts.read('big')).toEqual({ problem: 'is larger than 1 MiB and was not read' });
    expect(facts.read('most')).toHaveProperty('text');
    // the Compose file of a thousand services
    expect(facts.read('most.yml')).toHaveProperty('text');
    expect(facts.read('big.yml')).toEqual({ problem: 'is larger than 32 MiB and was not read' });
  });

  it('is read once', () => {
    const root = plant({ a: 'one' });
    const facts = new DiskFacts(root);
    facts.read('a');
    writeFileSync(join(root, 'a'), 'two');
    expect(facts.read('a')).toEqual({ text: 'one' });
  });
});

describe('a context', () => {
  it('has its files with where they come from, and what .dockerignore keeps out', () => {
    const root = plant({
      'api/Dockerfile': 'FROM x\n',
      'api/.dockerignore': 'tests\nDockerfile\n*.md\n!README.md\n',
      'api/tests/a.py': '',
      'api/README.md': '',
      'api/NOTES.md': '',
      'api/now': { link: 'README.md' },
      'shared/base.py': '',
    });
    expect(new DiskFacts(root, 'shared').context({ ...API, shared: true })).toEqual({
      dockerfile: 'FROM x\n',
      files: [
        { path: '.dockerignore', kind: 'file', source: 'api/.dockerignore' },
        { path: 'Dockerfile', kind: 'file', source: 'api/Dockerfile' },
        { path: 'README.md', kind: 'file', source: 'api/README.md' },
        { path: 'now', kind: 'link', to: 'README.md', source: 'api/now' },
        { path: 'shared/base.py', kind: 'file', source: 'shared/base.py' },
      ],
      ignored: ['NOTES.md', 'tests/a.py'],
      ignoreFile: '.dockerignore',
    });
  });

  it('is filtered by an ignore file beside its Dockerfile, where that lies outside, too', () => {
    const root = plant({
      'docker/D': 'FROM x\n',
      'docker/D.dockerignore': 'a\n',
      'web/.dockerignore': 'b\n',
      'web/a': '',
      'web/b': '',
    });
    const context = (source: { dockerfile: string; inline?: string }) =>
      new DiskFacts(root).context({ directory: 'web', shared: false, ...source });
    for (const dockerfile of ['../docker/D', join(root, 'docker/D')])
      expect(context({ dockerfile })).toMatchObject({
        files: [{ path: 'b' }],
        ignored: ['.dockerignore', 'a'],
      });
    expect(context({ dockerfile: '../docker/D', inline: 'FROM x' })).toMatchObject({ ignored: ['b'] });
  });

  it('may be the root itself, an absolute directory, or have its Dockerfile outside', () => {
    const root = plant({ 'api/Dockerfile': 'FROM x\n', 'web/main.js': '' });
    const facts = new DiskFacts(root);
    expect(facts.context({ directory: '.', dockerfile: './api/Dockerfile', shared: false })).toHaveProperty(
      'files',
      [
        { path: 'api/Dockerfile', kind: 'file', source: 'api/Dockerfile' },
        { path: 'web/main.js', kind: 'file', source: 'web/main.js' },
      ],
    );
    const files = [{ path: 'main.js', kind: 'file', source: 'web/main.js' }];
    expect(
      facts.context({ directory: 'web', dockerfile: '../api/Dockerfile', shared: false }),
    ).toHaveProperty('files', files);
    expect(
      facts.context({ directory: 'web', dockerfile: join(root, 'api/Dockerfile'), shared: false }),
    ).toHaveProperty('files', files);
    expect(
      facts.context({ directory: join(root, 'api'), dockerfile: 'Dockerfile', shared: false }),
    ).toHaveProperty('dockerfile');
  });

  it('has no socket in it', async () => {
    const root = plant({ 'api/Dockerfile': 'FROM x\n' });
    await listen(join(root, 'api/s'));
    expect(new DiskFacts(root).context(API)).toMatchObject({
      files: [{ path: 'Dockerfile' }],
      ignored: [],
    });
  });
});

describe('the files that git tracks', () => {
  const git = (root: string, ...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });

  it('are those that it has or would add, and are there', () => {
    const root = plant({ 'api/a.py': '', 'api/gone.py': '', '.gitignore': '*.log\n' });
    git(root, 'init');
    git(root, 'add', '.');
    rmSync(join(root, 'api/gone.py'));
    add(root, { 'api/new.py': '', 'api/x.log': '', 'web/y.js': '' });
    const facts = new DiskFacts(root);
    expect(facts.tracked('api')).toEqual(['a.py', 'new.py']);
    expect(facts.tracked('.')).toEqual(['.gitignore', 'api/a.py', 'api/new.py', 'web/y.js']);
    expect(facts.tracked('none')).toEqual([]);
    const inGit = (path: string) => facts.isInGit(path);
    expect(['api/a.py', 'api/new.py', 'api/x.log', '/etc/passwd', '../x', '..'].map(inGit)).toEqual([
      ...[true, true],
      ...[false, false, false, false],
    ]);
  });

  it('are all files where there is no git, and outside the root', () => {
    const root = plant({ 'api/a.py': '', 'api/b.log': '' });
    expect(new DiskFacts(root).tracked('api')).toEqual(['a.py', 'b.log']);
    expect(new DiskFacts(root).isInGit('api/a.py')).toBeUndefined();
    git(root, 'init');
    expect(new DiskFacts(root).tracked(plant({ y: '' }))).toEqual(['y']);
  });

  it('are none in a directory that git ignores, and all where it ignores the root', () => {
    const root = plant({ '.gitignore': 'out\n', 'out/x': '' });
    git(root, 'init');
    expect(new DiskFacts(root).tracked('out')).toEqual([]);
    expect(new DiskFacts(join(root, 'out')).tracked('.')).toEqual(['x']);
    expect(new DiskFacts(join(root, 'out')).isInGit('x')).toBeUndefined();
  });

  it('are all those of a repository within the repository', () => {
    const root = plant({ 'sub/api/b.py': '', 'sub/c.py': '', 'subway/d.log': '', '.gitignore': '*.log' });
    git(root, 'init');
    git(join(root, 'sub'), 'init');
    git(join(root, 'sub'), 'add', '.');
    git(join(root, 'sub'), '-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-m', 'x');
    const tracked = () => {
      const facts = new DiskFacts(root);
      return ['sub', 'sub/api', 'subway'].map((directory) => facts.tracked(directory));
    };
    expect(tracked()).toEqual([['api/b.py', 'c.py'], ['b.py'], []]);
    // as a submodule
    git(root, 'add', '.');
    expect(tracked()).toEqual([['api/b.py', 'c.py'], ['b.py'], []]);
  });

  it.skipIf(process.getuid?.() !== 0)('are known in a checkout of another user', () => {
    const root = plant({ 'a.py': '', '.env': '', '.gitignore': '.env' });
    git(root, 'init');
    for (const path of [root, join(root, '.git')]) chownSync(path, 65534, 65534);
    expect(new DiskFacts(root).tracked('.')).toEqual(['.gitignore', 'a.py']);
    expect(new DiskFacts(root).isInGit('.env')).toBe(false);
  });
});
