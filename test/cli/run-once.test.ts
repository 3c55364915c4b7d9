import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { call } from './call.js';
import { fakeDocker } from './fake-docker.js';
import { copyProject } from './project-copy.js';

it.each([
  ['with --', ['--', 'redis-cli', '-h', 'redis', 'ping']],
  ['without it', ['redis-cli', '-h', 'redis', 'ping']],
])('run hands on the program with its options as they are typed, %s', async (_, words) => {
  const PATH = fakeDocker([{ name: 'opsconductor-redis-dev', mode: 'dev', service: 'redis' }]);
  const { code } = await call(copyProject(), ['run', 'redis', ...words], { DOCKER_HOST: '', PATH });
  expect(code).toBe(0);
  const calls = readFileSync(join(PATH.split(':')[0] ?? '', 'calls'), 'utf8').split('\n');
  expect(calls.find((line) => line.startsWith('create '))).toMatch(
    / --entrypoint=redis-cli sha256:1 -h redis ping$/,
  );
  expect(calls.slice(-3)).toEqual([
    'start --attach --interactive id-of-one-off',
    'rm --force --volumes id-of-one-off',
    '',
  ]);
});
