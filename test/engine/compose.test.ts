import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { composeCall } from '../../lib/engine/compose.js';
import { plant } from '../disk/tree.js';

const call = (files: Readonly<Record<string, string>> = {}) =>
  composeCall(
    {
      name: 'ops-clean',
      file: '/file.yml',
      directory: plant(files),
      envFiles: ['secrets.env', 'images.env'],
      variables: { KEY: 'a$b' },
    },
    ['ps'],
  );

describe('docker compose is called', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('with the project’s own name, file and variables', () => {
    const directory = plant();
    const project = {
      name: 'ops-clean',
      file: '/file.yml',
      directory,
      envFiles: ['secrets.env'],
      variables: {},
    };
    expect(composeCall(project, ['ps']).args).toEqual([
      ...['compose', '--project-name', 'ops-clean', '--project-directory', directory],
      ...['--file', '/file.yml', '--env-file', join(directory, 'secrets.env'), 'ps'],
    ]);
  });

  it('with secrets as they stand, which it would read otherwise in a file, and with no .env of the source root', () => {
    vi.stubEnv('KEY', 'of the shell');
    expect(call().env.KEY).toBe('a$b');
    const project = { name: 'a', file: '/f.yml', directory: '/root', envFiles: [], variables: {} };
    expect(composeCall(project, ['ps']).args.join(' ')).toMatch(/--env-file \/dev\/null ps$/);
  });

  it('without the shell’s value of anything that its env files define', () => {
    for (const name of ['POSTGRES_PASSWORD', 'AI_BRAIN_TAG', 'OTHER']) vi.stubEnv(name, 'of the shell');
    const { env } = call({ 'secrets.env': '# ours\nPOSTGRES_PASSWORD=a\n', 'images.env': 'AI_BRAIN_TAG=b' });
    expect(env).not.toHaveProperty('POSTGRES_PASSWORD');
    expect(env).not.toHaveProperty('AI_BRAIN_TAG');
    expect(env.OTHER).toBe('of the shell');
  });

  it.each([
    'FILE',
    'PROJECT_NAME',
    'PROFILES',
    'ENV_FILES',
    'DISABLE_ENV_FILE',
    'REMOVE_ORPHANS',
  ])('without COMPOSE_%s, which would have it run something else', (name) => {
    vi.stubEnv(`COMPOSE_${name}`, 'other');
    expect(call().env).not.toHaveProperty(`COMPOSE_${name}`);
  });

  it.each([
    'PATH',
    'HOME',
    'DOCKER_HOST',
    'HTTPS_PROXY',
    'OPSCONDUCTOR_HOST',
    'COMPOSE_PARALLEL_LIMIT',
  ])('with %s, which it needs as it is', (name) => {
    vi.stubEnv(name, 'kept');
    expect(call().env[name]).toBe('kept');
  });
});
