import { cpSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { plant, type Tree } from '../disk/tree.js';

const CHANGELOG = `# Changelog

## Unreleased

- Not yet.

## 1.2.0 (2026-11-27)

- A thing.

### For others

- Another.

## 1.1.0 (2026-10-01)

- An old thing.
`;
const NOTES = '- A thing.\n\n### For others\n\n- Another.';

/** A repository of one commit that has the script. */
async function repository(tree: Tree = {}) {
  const directory = plant({ 'package.json': '{ "version": "1.2.0" }', 'CHANGELOG.md': CHANGELOG, ...tree });
  cpSync('scripts/release.mjs', `${directory}/release.mjs`);
  const git = async (...words: readonly string[]) =>
    (await execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@localhost', ...words], { cwd: directory }))
      .stdout;
  await git('init', '--quiet');
  await git('config', 'user.name', 'a');
  await git('config', 'user.email', 'a@localhost');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=all');
  const release = (...words: readonly string[]) =>
    execa(process.execPath, ['release.mjs', ...words], { cwd: directory, reject: false });
  return { directory, git, release };
}

describe('a release', () => {
  it('is a tag of the version, whose message is what the changelog says of it', async () => {
    const { git, release } = await repository();
    const { stdout, exitCode } = await release();
    expect({ stdout, exitCode }).toEqual({
      stdout: 'v1.2.0 is tagged. To publish it: git push origin v1.2.0',
      exitCode: 0,
    });
    expect(await git('for-each-ref', '--format=%(contents)', 'refs/tags/v1.2.0')).toBe(
      `v1.2.0\n\n${NOTES}\n`,
    );
  });

  it('has that section as its notes, and no other', async () => {
    const { release } = await repository();
    expect((await release('--notes', 'v1.2.0')).stdout).toBe(NOTES);
  });

  it.each([
    [
      'of a version that the changelog does not have',
      { 'package.json': '{ "version": "1.3.0" }' },
      [],
      /says nothing about 1\.3\.0/,
    ],
    ['of another tag', {}, ['--notes', 'v1.1.0'], /"v1\.1\.0" is not the tag of 1\.2\.0/],
  ])('is refused in one line where it is %s', async (_, tree, words, message) => {
    const { git, release } = await repository(tree);
    const { stderr, exitCode } = await release(...words);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('\n');
    expect(exitCode).toBe(1);
    expect(await git('tag')).toBe('');
  });

  it('is refused for changes that are not committed, and a second time', async () => {
    const { release, git } = await repository({ 'a.txt': 'a' });
    await git('rm', '--quiet', '--cached', 'a.txt');
    expect((await release()).stderr).toContain('the work tree has changes');
    await git('add', 'a.txt');
    await release();
    expect((await release()).stderr).toContain('the tag v1.2.0 already exists');
  });
});

it('the changelog has a section for what is to come', () => {
  expect(readFileSync('CHANGELOG.md', 'utf8')).toMatch(/^## Unreleased$/m);
});
