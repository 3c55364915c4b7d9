import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderExport } from '../../lib/compose/write/export.js';
import type { SystemSpec } from '../../lib/model/service-spec.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('prod', [
  serviceSpec('prod', {
    name: 'database',
    container: 'acme-database-clean',
    secretFiles: { '/run/secrets/password': 'DATABASE_PASSWORD' },
    mounts: [volume('acme-data-clean')],
  }),
  serviceSpec('prod', { name: 'cache', container: 'acme-cache-clean', mounts: [volume('acme-cache-clean')] }),
]);

/** An engine that has these volumes, the database's with the system's label, and no image, and does all that it is told. */
const engine = (volumes: string) => `#!/bin/sh
case "$1 $2" in
  'volume inspect')
    for last; do :; done
    echo "${volumes}" | grep -qw -- "$last" || exit
    [ "$last" != acme-data-clean ] || echo acme
    exit 0 ;;
  'image inspect') exit 1 ;;
  'container inspect' | 'network inspect')
    for last; do :; done
    grep "^$last " "$(dirname "$0")/theirs" 2>/dev/null | cut -d' ' -f2 | grep . ;;
  'ps --all') cat "$(dirname "$0")/project" 2>/dev/null ;;
esac
`;

/** Lays an export down with its checksums. */
function lay(directory: string, of: SystemSpec): void {
  const images = { name: 'images.tar', text: 'images', executable: false };
  const files = [...renderExport(of, 'localhost'), images];
  for (const { name, text } of files) writeFileSync(join(directory, name), text);
  const sums = files.map(({ name, text }) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
  writeFileSync(join(directory, 'SHA256SUMS'), sums.join(''));
}

/** An unpacked export, and what its start says. */
function start(volumes: string, files: Readonly<Record<string, string>> = {}, tampered: typeof files = {}) {
  const directory = plant({ ...files, 'bin/docker': engine(volumes) });
  chmodSync(join(directory, 'bin/docker'), 0o755);
  lay(directory, system);
  for (const [name, text] of Object.entries(tampered)) writeFileSync(join(directory, name), text);
  const env = { ...process.env, PATH: `${join(directory, 'bin')}:${process.env.PATH}` };
  const { status, stderr } = spawnSync('sh', ['start.sh'], { cwd: directory, env, encoding: 'utf8' });
  const secrets = join(directory, 'secrets.env');
  return { status, stderr, secrets: existsSync(secrets) ? readFileSync(secrets, 'utf8') : undefined };
}

describe('the start.sh of an export', () => {
  afterEach(() => vi.unstubAllEnvs());

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

  it('takes no data of which nobody knows whose it is, unless it was started from here', () => {
    expect(start('acme-cache-clean')).toEqual({
      status: 1,
      stderr:
        "error: nobody knows whose data is in the volume acme-cache-clean. Fix: if it is this system's: OPSCONDUCTOR_ADOPT=1 ./start.sh takes it; if not: export under another OPSCONDUCTOR_NAME\n",
      secrets: undefined,
    });
    expect(start('acme-cache-clean', { 'compose-secrets.env': '' }).status).toBe(0);
    vi.stubEnv('OPSCONDUCTOR_ADOPT', '1');
    expect(start('acme-cache-clean').status).toBe(0);
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

  it.each([
    'docker-compose.yml',
    'images.tar',
    'stop.sh',
  ])('loads and starts nothing where %s is not what was exported', (name) => {
    expect(start('other', {}, { [name]: 'tampered' })).toMatchObject({
      status: 1,
      stderr: `error: ${name} is not as it was exported. Fix: copy the whole export again\n`,
    });
  });

  it('starts nothing without the checksums', () => {
    const { status, stderr } = start('other', {}, { SHA256SUMS: '' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error: SHA256SUMS does not name docker-compose.yml. Fix: copy the whole export again\n',
    });
  });

  it('ends nothing that else is in a Compose project of its name', () => {
    expect(start('other', { 'bin/project': 'acme-database-clean acme\ndb \n' })).toMatchObject({
      status: 1,
      stderr:
        "error: db is not ours, and would be ended with Compose project acme-clean. Fix: run it under another project's name\n",
    });
  });

  it.each([
    'network acme-prod',
    'container acme-cache-clean',
  ])('starts nothing where somebody else has a %s', (what) => {
    const [, name = ''] = what.split(' ');
    expect(start('other', { 'bin/theirs': `${name} other\n` })).toMatchObject({
      status: 1,
      stderr: `error: ${what} is not ours, and has a name that is needed here. Fix: remove or rename it\n`,
      secrets: undefined,
    });
    expect(start('other', { 'bin/theirs': `${name} acme-clean\n` }).status).toBe(0);
  });

  it('goes on with the secret that it has', () => {
    const text = 'DATABASE_PASSWORD=chosen\n';
    expect(start('acme-data-clean', { 'secrets.env': text })).toMatchObject({ status: 0, secrets: text });
  });
});

describe('secrets with forms, where an export runs', () => {
  const url = ['db://', { secret: 'PASSWORD' }, '@db'];
  const environment = { KEY: [{ secret: 'KEY' }], HEX: [{ secret: 'HEX' }], URL: url };
  const withForms = (more: object = {}, forms: object = {}) =>
    systemSpec('prod', [
      serviceSpec('prod', {
        environment: { ...environment, ...more },
        secretForms: { KEY: 'fernet', HEX: 'hex 4', ...forms },
      } as object),
    ]);

  /** What `docker compose up` has of them, line by line: in its file, and in its environment. */
  function run(of: SystemSpec, secrets = '') {
    const docker =
      '#!/bin/sh\ncase "$*" in *inspect*) exit 1 ;; *" up "*) cp compose-secrets.env given; env >environment ;; esac\n';
    const directory = plant({ 'bin/docker': docker, 'secrets.env': secrets });
    chmodSync(join(directory, 'bin/docker'), 0o755);
    lay(directory, of);
    const env = { PATH: `${join(directory, 'bin')}:${process.env.PATH}`, KEY: 'of the shell' };
    const { status, stderr } = spawnSync('sh', ['start.sh'], { cwd: directory, env, encoding: 'utf8' });
    const linesOf = (name: string) =>
      existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8').split('\n') : [];
    return { status, stderr, given: linesOf('given'), environment: linesOf('environment'), directory };
  }

  it('are made up in their form', () => {
    const { status, stderr, given } = run(withForms());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(given).toContainEqual(expect.stringMatching(/^KEY="[\w-]{43}="$/));
    expect(given).toContainEqual(expect.stringMatching(/^HEX="[0-9a-f]{8}"$/));
  });

  it('are in nobody’s environment, but in a file that nobody else may read, and once each however often it is started', () => {
    const { environment, directory } = run(withForms());
    expect(environment.filter((line) => /^(KEY|HEX|PASSWORD)/.test(line))).toEqual([]);
    const file = join(directory, 'compose-secrets.env');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, 'utf8');
    const env = { PATH: `${join(directory, 'bin')}:${process.env.PATH}` };
    spawnSync('sh', ['start.sh'], { cwd: directory, env });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('are quoted for Compose, and every byte is encoded in a URL', () => {
    const { given } = run(withForms(), 'PASSWORD=p@ss w$rd\'"#1\\\n');
    expect(given).toContain('PASSWORD="p@ss w\\$rd\'\\"#1\\\\"');
    const encoded = given.find((line) => line.startsWith('PASSWORD_IN_URL='))?.split('=')[1] ?? '';
    expect(decodeURIComponent(encoded)).toBe('p@ss w$rd\'"#1\\');
  });

  it('are named where only the team knows them, and where they have another form', () => {
    const team = withForms({ TOKEN: [{ secret: 'TOKEN' }] }, { TOKEN: 'from the team' });
    expect(run(team).stderr).toBe(
      'error: secrets.env has no TOKEN, which comes from the team. Fix: write into it, without quotes: TOKEN=...\n',
    );
    expect(run(withForms(), 'KEY=short\n').stderr).toBe(
      'error: the value of KEY in secrets.env does not have the form "fernet". Fix: correct it\n',
    );
  });
});
