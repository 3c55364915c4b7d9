import { expect, it } from 'vitest';
import { dataSecrets } from '../../lib/model/data-secret.js';
import { exampleApp } from '../system.js';

it('of the sample, the database’s password alone is a secret that data was written with', () => {
  const { dev, prod } = exampleApp();
  const found = (mode: 'dev' | 'clean') => ({
    secret: 'POSTGRES_PASSWORD',
    volume: `opsconductor-postgres_data-${mode}`,
    look: `docker exec opsconductor-postgres-${mode} cat /run/secrets/postgres_password`,
  });
  const ofPostgres = (secrets: ReturnType<typeof dataSecrets>) =>
    secrets.filter(({ volume }) => volume.includes('postgres'));
  expect(ofPostgres(dataSecrets(dev))).toEqual([found('dev')]);
  expect(ofPostgres(dataSecrets(prod))).toEqual([found('clean')]);
});
