import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from './call.js';
import { fakeDocker } from './fake-docker.js';
import { copyProject, EXAMPLE } from './project-copy.js';

describe('a Dockerfile that has gone while its service runs', { timeout: 180_000 }, () => {
  let copy: string;
  const runs = (service: string) => ({ name: `opsconductor-${service}-dev`, mode: 'dev' as const, service });
  const on = (words: string) =>
    call(copy, words.split(' '), {
      DOCKER_HOST: '',
      PATH: fakeDocker([runs('redis'), runs('asset-service')]),
    });
  const fault = /asset-service\/Dockerfile does not exist/;

  beforeAll(() => {
    copy = copyProject();
    const root = join(copy, EXAMPLE);
    rmSync(join(root, 'asset-service/Dockerfile'));
    mkdirSync(join(root, '.opsconductor'), { recursive: true });
    writeFileSync(join(root, '.opsconductor/images.dev.env'), '');
  }, 60_000);

  it('is told by status beside what runs', async () => {
    const { code, stdout, stderr } = await on('status');
    expect(stdout).toMatch(/redis/);
    expect(stdout).toMatch(/asset-service/);
    expect(stderr).toMatch(fault);
    expect(code).toBe(1);
  });

  it('keeps nobody from the logs', async () => {
    expect(await on('compose dev logs')).toMatchObject({ stderr: '' });
  });

  it.each([
    'watch',
    'diff --running dev',
    'synth',
  ])('ends %s, which needs all of it, with a line', async (words) => {
    const { stderr, stdout } = await on(words);
    expect(stderr).toMatch(fault);
    expect(stdout).toBe('');
  });
});
