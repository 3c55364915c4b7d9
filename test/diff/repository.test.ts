import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revisionAt, withCheckout } from '../../lib/diff/repository.js';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'octest-repository-')));
const git = (...args: string[]) => execFileSync('git', args, { cwd: top, encoding: 'utf8' });
/** Its checkouts but for the first, which is the working tree. */
const checkouts = () =>
  [...git('worktree', 'list', '--porcelain').matchAll(/^worktree (.*)$/gm)].map(([, path]) => path).slice(1);

/** A checkout as a diff has it that runs in this process. */
function checkoutOf(pid: number | undefined): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `twomode-diff-${pid}-`)));
  git('worktree', 'add', '--quiet', '--detach', path, 'HEAD');
  writeFileSync(join(path, 'new'), 'made by the code of the base');
  return path;
}

beforeAll(() => {
  git('init', '--quiet');
  git(
    ...['-c', 'user.name=x', '-c', 'user.email=x@localhost'],
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'x',
  );
});
afterAll(() => rmSync(top, { recursive: true }));

it('a checkout is gone when it has been used, and so is one of a diff that was killed, but none of a diff that runs', async () => {
  const [killed, running] = [checkoutOf(spawnSync('true').pid), checkoutOf(process.pid)];
  const revision = await revisionAt(top, 'HEAD');
  const used = await withCheckout(revision, async (checkout) => {
    expect(existsSync(killed)).toBe(false);
    expect(checkouts().sort()).toEqual([checkout, running].sort());
    return checkout;
  });
  expect(existsSync(used)).toBe(false);
  expect(checkouts()).toEqual([running]);
  rmSync(running, { recursive: true });
});
