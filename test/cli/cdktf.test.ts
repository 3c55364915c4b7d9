import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cdktf } from '../../cli/cdktf.js';
import { UserError } from '../../lib/model/user-error.js';
import { projectAt } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { fakeDocker } from './fake-docker.js';
import { PROJECT } from './project-copy.js';

let root: string;
let before: string;
beforeEach(() => {
  before = process.cwd();
  root = plant();
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  const program = join(root, 'node_modules/.bin/cdktf');
  writeFileSync(program, '#!/bin/sh\necho "$*" >> called\n');
  chmodSync(program, 0o755);
  process.chdir(root);
  vi.stubEnv('PATH', fakeDocker());
  vi.stubEnv('OPSCONDUCTOR_PORT_OFFSET', '12345');
  vi.stubEnv('XDG_CONFIG_HOME', root);
  // this checkout may be a worktree
  vi.stubEnv('OPSCONDUCTOR_NAME', 'opsconductor');
  vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
  process.chdir(before);
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const called = () => readFileSync(join(root, 'called'), 'utf8').trim();

it.each([
  ['synth --hcl --output hcl', ''],
  ['diff dev', ' --skip-provider-lock'],
  ['deploy dev --auto-approve', ' --skip-provider-lock'],
  ['destroy dev', ''],
])('%s is cdktf', async (words, more) => {
  await cdktf(projectAt(PROJECT), words.split(' '));
  expect(called()).toBe(`${words}${more}`);
});

it('a deploy that cannot go on is refused before it is planned', async () => {
  const running = { name: 'opsconductor-redis-clean', mode: 'prod', service: 'redis' } as const;
  vi.stubEnv('PATH', fakeDocker([running]));
  await expect(cdktf(projectAt(PROJECT), ['deploy', 'dev'])).rejects.toThrow(UserError);
  expect(called).toThrow('ENOENT');
});

it('so is one of prod by Swarm, where the engine manages none', async () => {
  await expect(cdktf(projectAt(PROJECT), ['deploy', 'swarm'])).rejects.toMatchObject({
    message: 'this engine manages no swarm',
    fix: './scripts/prod-mode.sh --swarm --setup, or docker swarm init',
  });
  expect(called).toThrow('ENOENT');
});

it('a stack of Swarm is destroyed once more where Terraform has not waited until its services were gone', async () => {
  const program = join(root, 'node_modules/.bin/cdktf');
  writeFileSync(program, '#!/bin/sh\necho "$*" >> called\n[ -e failed ] || { touch failed; exit 1; }\n');
  const said = vi.spyOn(console, 'error').mockReturnValue();
  await cdktf(projectAt(PROJECT), ['destroy', 'swarm']);
  expect(called()).toBe('destroy swarm\ndestroy swarm');
  expect(said.mock.calls.join()).toContain('once more');
  expect(process.exitCode).toBe(0);
});
