import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { composeCall, composeRun } from '../../lib/engine/compose.js';
import { plant } from '../disk/tree.js';

const call = (files: Readonly<Record<string, string>> = {}) =>
  composeCall(
    {
      name: 'ops-clean',
      file: '/file.yml',
      directory: plant(files),
      envFiles: ['images.env', 'more.env'],
      ...{ secrets: { KEY: 'of the file' }, secretsFile: 'secrets.env' },
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
      envFiles: ['images.env'],
      ...{ secrets: {}, secretsFile: 'secrets.env' },
    };
    expect(composeCall(project, ['ps']).args).toEqual([
      ...['compose', '--project-name', 'ops-clean', '--project-directory', directory],
      ...['--file', '/file.yml', '--env-file', join(directory, 'images.env'), 'ps'],
    ]);
  });

  it('with its secrets in a file that is nobody else’s, quoted, for everybody could read its environment', () => {
    vi.stubEnv('KEY', 'of the shell');
    const directory = plant();
    const secrets = { KEY: 'a$b"c\\d' };
    const project = { name: 'a', file: '/f.yml', directory, envFiles: ['images.env'] };
    const { args, env } = composeCall({ ...project, secrets, secretsFile: 'secrets.env' }, ['ps']);
    const file = join(directory, 'secrets.env');
    expect(args.slice(-3)).toEqual(['--env-file', file, 'ps']);
    expect(readFileSync(file, 'utf8')).toBe('KEY="a\\$b\\"c\\\\d"\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(env).not.toHaveProperty('KEY');
  });

  it('for a job with secrets that are gone with it', async () => {
    const bin = plant({
      docker:
        '#!/bin/sh\necho "$1 $2 $3"\nwhile [ "$1" != --env-file ]; do shift; done\ncat "$2"\necho "$2"\n',
    });
    chmodSync(join(bin, 'docker'), 0o755);
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
    const project = { name: 'a', file: '/f.yml', directory: plant(), envFiles: [] };
    const said: string[] = [];
    const secrets = { secrets: { KEY: 'a' }, secretsFile: 'secrets.env' };
    await composeRun({ ...project, ...secrets }, 'migrations', (line) => said.push(line));
    const file = join(project.directory, 'secrets.env.migrations');
    // a warning of Compose would be taken for something that the job says
    expect(said).toEqual(['--log-level error compose', 'KEY="a"', file]);
    expect(existsSync(file)).toBe(false);
  });

  it('with no .env of the source root', () => {
    const project = { name: 'a', file: '/f.yml', directory: '/root', envFiles: [] };
    const { args } = composeCall({ ...project, secrets: {}, secretsFile: 'secrets.env' }, ['ps']);
    expect(args.join(' ')).toMatch(/--env-file \/dev\/null ps$/);
  });

  it('without the shell’s value of anything that its env files define', () => {
    for (const name of ['KEY', 'POSTGRES_PASSWORD', 'AI_BRAIN_TAG', 'OTHER'])
      vi.stubEnv(name, 'of the shell');
    const { env } = call({ 'more.env': '# ours\nPOSTGRES_PASSWORD=a\n', 'images.env': 'AI_BRAIN_TAG=b' });
    expect(env).not.toHaveProperty('KEY');
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
