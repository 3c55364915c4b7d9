import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { stopAnyway } from '../../cli/stop-anyway.js';
import { writeSystem } from '../../lib/disk/system-file.js';
import { UserError } from '../../lib/model/user-error.js';
import { plant } from '../disk/tree.js';
import { exampleApp } from '../system.js';
import { fakeDocker } from './fake-docker.js';

const RUNS = { name: 'opsconductor-redis-dev', mode: 'dev', service: 'redis' } as const;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function project(): string {
  const directory = plant({ 'cdktf.json': '{"context": {"sourceRoot": "src"}}', 'src/README.md': '' });
  mkdirSync(join(directory, 'src/.opsconductor'));
  return directory;
}

it('what runs is stopped although no line of the system’s code loads', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.stubEnv('PATH', fakeDocker([RUNS]));
  vi.stubEnv('DOCKER_HOST', '');
  const directory = project();
  writeSystem(join(directory, 'src/.opsconductor/system.dev.json'), exampleApp().dev);
  expect(await stopAnyway(directory, ['stop-dev'])).toBe(true);
  expect(said).toHaveBeenLastCalledWith('Stopped 1 service of dev mode; the data volumes are kept.');
});

it('nothing is stopped where nothing was ever started, or something else is asked for', async () => {
  const directory = project();
  expect(await stopAnyway(directory, ['stop-dev'])).toBe(false);
  writeSystem(join(directory, 'src/.opsconductor/system.dev.json'), exampleApp().dev);
  expect(await stopAnyway(directory, ['status', 'dev'])).toBe(false);
  expect(await stopAnyway(directory, ['stop-prod'])).toBe(false);
  writeFileSync(join(directory, 'src/.opsconductor/system.prod.json'), '{');
  await expect(stopAnyway(directory, ['stop-prod'])).rejects.toThrow('is not JSON');
});

it.each([
  '{',
  '{"context": {"sourceRoot": 1}}',
  '[]',
])('a cdktf.json that says %s is a line, and no stack trace', async (text) => {
  const directory = project();
  writeFileSync(join(directory, 'cdktf.json'), text);
  await expect(stopAnyway(directory, ['stop-dev'])).rejects.toThrow(UserError);
});
