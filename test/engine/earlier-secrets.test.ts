import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { earlierIn, earlierSecrets } from '../../lib/engine/earlier-secrets.js';
import { text } from '../../lib/model/environment.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec } from '../spec.js';

const PASSWORD = { secret: 'POSTGRES_PASSWORD' };
const KEY = { secret: 'JWT_SECRET' };
const HOST = { variable: 'ACME_HOST', fallback: 'localhost' };
const environment = {
  DATABASE_URL: text`postgresql://acme:${PASSWORD}@postgres:5432/acme`,
  KEYS: text`${KEY},${PASSWORD}`,
  ORIGIN: text`http://${HOST}/?key=${KEY}`,
  SALTED: text`${{ secret: 'SALT' }},${KEY}${PASSWORD}`,
  LOG_LEVEL: text`info`,
};
const secrets = new Map([
  ['POSTGRES_PASSWORD', { value: 'p$w' }],
  ['JWT_SECRET', { value: 'k' }],
  ['SALT', { value: 'a,b' }],
]);
const AS_IT_IS = ['PATH=/bin', 'DATABASE_URL=postgresql://acme:p%24w@postgres:5432/acme', 'KEYS=k,p$w'];

it.each([
  ['as they are', [...AS_IT_IS, 'ORIGIN=http://anywhere/?key=k'], []],
  ['another one in a URL', ['DATABASE_URL=postgresql://acme:old@postgres:5432/acme'], ['POSTGRES_PASSWORD']],
  ['the second of two', ['KEYS=k,old'], ['POSTGRES_PASSWORD']],
  ['as they are, though a comma is in one and nothing between two', ['SALTED=a,b,kp$w'], []],
  ['both', ['KEYS=o,old'], ['JWT_SECRET', 'POSTGRES_PASSWORD']],
  ['one beside what Compose may be told', ['ORIGIN=http://anywhere/?key=o'], ['JWT_SECRET']],
  // what the description says now comes with the next start, and is no secret
  ['in another text', ['DATABASE_URL=postgresql://acme:old@elsewhere:5432/acme'], []],
  ['in another variable', ['XDATABASE_URL=postgresql://acme:old@postgres:5432/acme'], []],
  ['none', [], []],
])('a container that has %s', (_, variables, earlier) => {
  expect(earlierIn({ environment }, variables, secrets)).toEqual(earlier);
});

it('of a secret that is not written nothing is known', () => {
  expect(earlierIn({ environment }, ['KEYS=o,old'], new Map([['JWT_SECRET', { value: 'k' }]]))).toEqual([
    'JWT_SECRET',
  ]);
});

it('nothing is said where the secrets are encrypted, or damaged: no key is needed to look', async () => {
  const system = systemSpec('prod', [serviceSpec('prod', { environment })]);
  const encrypted = plant({ 'secrets.prod.age': 'age-encryption.org/v1' });
  expect(await earlierSecrets(encrypted, system)).toEqual(new Map());
  const damaged = plant();
  mkdirSync(join(damaged, CONVENTIONS.workDirectory), { recursive: true });
  writeFileSync(join(damaged, CONVENTIONS.workDirectory, 'secrets.prod.env'), 'export A=b\n');
  expect(await earlierSecrets(damaged, system)).toEqual(new Map());
});
