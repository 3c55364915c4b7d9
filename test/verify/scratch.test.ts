import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { copySource, type Scratch, textFile, withEmptyLines } from '../../lib/verify/scratch.js';
import { CONVENTIONS } from '../conventions.js';
import { harvest, plant, type Tree } from '../disk/tree.js';

const TREE: Tree = {
  '.gitignore': 'ignored.txt\n',
  '.opsconductor/secrets.dev.env': 'PASSWORD=1\n',
  'api/main.py': 'print(1)\n\n',
  'api/current': { link: 'main.py' },
  'ignored.txt': 'x',
};

describe('the copy of a source root', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const directory of made.splice(0)) rmSync(directory, { recursive: true });
  });

  async function copyOf(tree: Tree, ...git: readonly string[][]): Promise<Scratch> {
    const root = plant(tree);
    for (const args of git) execFileSync('git', args, { cwd: root, stdio: 'ignore' });
    const scratch = await copySource(root, CONVENTIONS);
    made.push(scratch.root);
    return scratch;
  }

  it('takes calls of git that come at once one after the other, also after one that failed', async () => {
    const { git } = await copyOf(TREE);
    const calls = Array.from({ length: 10 }, (_, n) =>
      git('commit', '--quiet', '--allow-empty', '-m', `${n}`),
    );
    await expect(git('no-such-command')).rejects.toThrow('no-such-command');
    await Promise.all(calls);
    expect(await git('log', '--format=%s', '-10')).toBe('9\n8\n7\n6\n5\n4\n3\n2\n1\n0');
  });

  it('holds what git keeps or would keep, in a repository of its own', async () => {
    const { root, git } = await copyOf(TREE, ['init'], ['add', 'api/main.py']);
    expect(Object.keys(harvest(root)).filter((path) => !path.startsWith('.git/'))).toEqual(
      expect.arrayContaining(['.gitignore', 'api/main.py', 'api/current']),
    );
    expect(harvest(root)).not.toHaveProperty(['ignored.txt']);
    expect(harvest(root)).not.toHaveProperty(['.opsconductor/secrets.dev.env']);
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('rev-list', '--count', 'HEAD')).toBe('1');
  });

  it('holds all files where the source root is in no repository', async () => {
    const { root } = await copyOf(TREE);
    expect(harvest(root)).toMatchObject({ 'ignored.txt': 'x', 'api/current': '-> main.py' });
    expect(harvest(root)).not.toHaveProperty(['.opsconductor/secrets.dev.env']);
  });
});

describe('the file that a probe changes', () => {
  it('is a text, and the first by name', () => {
    const root = plant({
      'data/a.bin': 'a\0b',
      'data/b/empty.txt': '',
      'data/c.txt': 'c\n\n',
      'data/d.txt': 'd',
    });
    expect(textFile(root, 'data')).toBe('data/c.txt');
    expect(textFile(root, 'data/d.txt')).toBe('data/d.txt');
    expect(textFile(root, 'data/a.bin')).toBeUndefined();
    expect(withEmptyLines(root, 'data/c.txt', 1)).toBe('c\n\n\n');
    expect(withEmptyLines(root, 'data/d.txt', 3)).toBe('d\n\n\n');
  });
});
