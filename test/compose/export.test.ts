import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderExport } from '../../lib/compose/write/export.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('prod', [
  serviceSpec('prod', {
    name: 'database',
    container: 'acme-database-clean',
    secretFiles: { '/run/secrets/password': 'DATABASE_PASSWORD' },
    mounts: [volume('acme-data-clean')],
  }),
]);

/** An engine that has these volumes and does all that it is told. */
const engine = (volumes: string) =>
  `#!/bin/sh\ncase "$1 $2" in 'volume inspect') echo "${volumes}" | grep -qw -- "$3" ;; esac\n`;

/** An unpacked export, and what its start says. */
function start(volumes: string, files: Readonly<Record<string, string>> = {}) {
  const directory = plant({ ...files, 'bin/docker': engine(volumes) });
  chmodSync(join(directory, 'bin/docker'), 0o755);
  for (const { name, text } of renderExport(system, 'localhost')) writeFileSync(join(directory, name), text);
  const env = { PATH: `${join(directory, 'bin')}:${process.env.PATH}` };
  const { status, stderr } = spawnSync('sh', ['start.sh'], { cwd: directory, env, encoding: 'utf8' });
  const secrets = join(directory, 'secrets.env');
  return { status, stderr, secrets: existsSync(secrets) ? readFileSync(secrets, 'utf8') : undefined };
}

describe('the start.sh of an export', () => {
  it('makes a secret where there is neither one nor data', () => {
    const { status, stderr, secrets } = start('other');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(secrets).toMatch(/^DATABASE_PASSWORD=[0-9a-f]{48}\n$/);
  });

  it('makes none for data that was written with another, and says so in one line', () => {
    expect(start('acme-data-clean')).toEqual({
      status: 1,
      stderr:
        'error: secrets.env has no DATABASE_PASSWORD, but the data volume acme-data-clean was written with one. Fix: restore the file, or for new data: docker volume rm acme-data-clean\n',
      secrets: undefined,
    });
  });

  it.each([
    'DATABASE_PASSWORD="quoted"',
    'export DATABASE_PASSWORD=a',
    'DATABASE_PASSWORD=',
  ])('takes no %s, which would be read as something else', (line) => {
    const { status, stderr } = start('other', { 'secrets.env': `# ours\n${line}\n` });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^error: a line of secrets\.env is not NAME=value .*\n$/),
    });
  });

  it('goes on with the secret that it has', () => {
    const text = 'DATABASE_PASSWORD=chosen\n';
    expect(start('acme-data-clean', { 'secrets.env': text })).toMatchObject({ status: 0, secrets: text });
  });
});
