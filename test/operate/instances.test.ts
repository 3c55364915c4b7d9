import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { listInstances, placeNamed } from '../../lib/operate/instances.js';
import { readSettings } from '../../lib/synth/settings.js';
import { copyProject } from '../cli/project-copy.js';
import { projectAt } from '../conventions.js';
import { plant } from '../disk/tree.js';

let project: ReturnType<typeof projectAt>;
let elsewhere: string;
beforeAll(() => {
  project = projectAt(copyProject());
});
beforeEach(() => {
  elsewhere = plant({ 'checkout/.git/HEAD': '', 'checkout/src/a': '' });
  vi.stubEnv('XDG_CONFIG_HOME', plant());
  const rows = ['second', 'third'].map((name) =>
    [
      ...[`id-${name}`, `${name}-redis-dev`, 'dev', 'redis', name, '', `${name}-dev`, 'hash', '', 'running'],
      'Up 1 second (healthy)',
    ].join('\t'),
  );
  // an image of ours has our labels, and whatever is run from it
  rows.push(['id', 'adoring_hopper', 'dev', 'redis', 'fourth', '', '', '', '', 'running', 'Up'].join('\t'));
  const script = [
    'case "$*" in',
    `*system=second*working_dir*) echo '${join(elsewhere, 'checkout/src')}' ;;`,
    `*working_dir*) ;;`,
    `ps*) printf '%s\\n' ${rows.map((row) => `'${row}'`).join(' ')} ;;`,
    'esac',
  ].join('\n');
  const bin = plant({ docker: { text: `#!/bin/sh\n${script}\n`, mode: 0o755 } });
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
});
afterEach(() => vi.unstubAllEnvs());

it('what runs under another name is listed by where it was started, and not by who asks for it', async () => {
  vi.stubEnv('OPSCONDUCTOR_NAME', 'second');
  const worktree = join(elsewhere, 'checkout');
  const rows = await listInstances(project);
  expect(rows.find(({ name }) => name === 'second')).toMatchObject({
    ...{ worktree, sourceRoot: join(worktree, 'src'), isGone: false, isHere: true },
    modes: [{ mode: 'dev', engine: 'compose', services: 1, running: 1 }],
  });
  // of what runs from an image, and of what nobody knows the directory of, there is none
  expect(rows.map(({ name }) => name)).not.toContain('third');
  expect(rows.map(({ name }) => name)).not.toContain('fourth');
});

it('it is stopped by its name, also where its directory is gone', async () => {
  expect(await placeNamed(readSettings(project), 'second')).toMatchObject({ isGone: false });
  rmSync(join(elsewhere, 'checkout'), { recursive: true });
  mkdirSync(join(elsewhere, 'other'));
  expect(await placeNamed(readSettings(project), 'second')).toMatchObject({ isGone: true });
});
