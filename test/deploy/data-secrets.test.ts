import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteOpenData, refuseChangedSecrets } from '../../lib/deploy/data-secrets.js';
import { noteFreshData } from '../../lib/deploy/make-data.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('dev', [
  serviceSpec('dev', {
    environment: { PASSWORD: [{ secret: 'PASSWORD' }], API_KEY: [{ secret: 'API_KEY' }] },
    secretForms: { API_KEY: 'from the team' },
    mounts: [volume('acme-data-dev')],
  }),
]);
const NOTE = '.opsconductor/data.acme.dev.json';

let root: string;
let bin: string;

/** An engine that has the volume, or not. */
function engineHasData(has: boolean): void {
  const answer = has ? 'exit 0' : 'echo "Error: No such volume: x" >&2; exit 1';
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\n${answer}\n`);
  chmodSync(join(bin, 'docker'), 0o755);
}

function write(password: string, key = 'k'): void {
  writeFileSync(join(root, '.opsconductor/secrets.dev.env'), `PASSWORD=${password}\nAPI_KEY=${key}\n`);
}

const refusal = () =>
  refuseChangedSecrets(root, system).then(
    () => undefined,
    ({ message, fix }) => `${message} | ${fix}`.replaceAll(root, 'HERE'),
  );

beforeEach(() => {
  root = plant({ '.opsconductor/secrets.dev.env': '' });
  bin = plant({ docker: '' });
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  write('first');
  engineHasData(false);
});
afterEach(() => vi.unstubAllEnvs());

it('a secret that is not the one its data was written with is refused, with the ways out', async () => {
  await noteFreshData(root, system);
  engineHasData(true);
  expect(await refusal()).toBeUndefined();
  write('second');
  expect(await refusal()).toBe(
    'line 1 of HERE/.opsconductor/secrets.dev.env: PASSWORD is not the one that the data volume acme-data-dev was written with | ' +
      `write the earlier value (docker inspect acme-api-dev shows it, if that is still there); if the database was told the new one (ALTER ROLE), remove HERE/${NOTE}; to give that data up: docker volume rm acme-data-dev`,
  );
  write('first');
  expect(await refusal()).toBeUndefined();
});

it('a key that the team gives may be another one at any time', async () => {
  await noteFreshData(root, system);
  engineHasData(true);
  write('first', 'changed');
  expect(await refusal()).toBeUndefined();
});

it('data that is gone, or of which nothing was noted, stands in nobody’s way', async () => {
  await noteFreshData(root, system);
  write('second');
  expect(await refusal()).toBeUndefined();
  await noteFreshData(root, system);
  engineHasData(true);
  expect(await refusal()).toBeUndefined();
  expect(await refuseChangedSecrets(plant(), system)).toBeUndefined();
});

it('data from before is noted when a start with it came up, and no note is replaced by that', async () => {
  engineHasData(true);
  await noteFreshData(root, system);
  write('second');
  expect(await refusal()).toBeUndefined();
  noteOpenData(root, system);
  write('third');
  expect(await refusal()).toMatch(/PASSWORD is not the one/);
  noteOpenData(root, system);
  expect(await refusal()).toMatch(/PASSWORD is not the one/);
});

it('the note tells nobody the value, nor which others are the same', async () => {
  await noteFreshData(root, system);
  const text = readFileSync(join(root, NOTE), 'utf8');
  expect(text).not.toContain('first');
  expect(statSync(join(root, NOTE)).mode & 0o777).toBe(0o600);
  await noteFreshData(root, system);
  expect(readFileSync(join(root, NOTE), 'utf8')).not.toBe(text);
});
