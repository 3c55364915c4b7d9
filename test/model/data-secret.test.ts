import { expect, it } from 'vitest';
import { dataSecrets } from '../../lib/model/data-secret.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { bind, serviceSpec, systemSpec, volume } from '../spec.js';

const found = (overrides: Partial<ServiceSpec<'dev'>>) =>
  dataSecrets(systemSpec('dev', [serviceSpec('dev'), serviceSpec('dev', { container: 'db', ...overrides })]));
const environment = { URL: ['x:', { secret: 'PASSWORD' }], DEBUG: ['1'] };

it('a secret counts for every volume, and how to see it is where it is', () => {
  const secretFiles = { '/run/secrets/key': 'KEY' };
  const mounts = [volume('data'), bind('shared', '/app/shared'), volume('more', '/more')];
  expect(found({ environment, secretFiles, mounts })).toEqual([
    { secret: 'KEY', volume: 'data', look: 'docker exec db cat /run/secrets/key' },
    { secret: 'PASSWORD', volume: 'data', look: 'docker inspect db' },
    { secret: 'KEY', volume: 'more', look: 'docker exec db cat /run/secrets/key' },
    { secret: 'PASSWORD', volume: 'more', look: 'docker inspect db' },
  ]);
});

it('a service without data, or without secrets, has none', () => {
  expect(found({ environment })).toEqual([]);
  expect(found({ mounts: [volume('data')], environment: { DEBUG: ['1'] } })).toEqual([]);
});
