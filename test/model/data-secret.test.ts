import { expect, it } from 'vitest';
import { dataSecrets } from '../../model/data-secret.js';
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

it('a secret in the environment is shown by docker inspect, and counts for every volume', () => {
  const { prod } = exampleApp();
  const prefect = dataSecrets(prod).filter(({ volume }) => volume === 'opsconductor-prefect_data-clean');
  expect(prefect).toEqual([
    {
      secret: 'POSTGRES_PASSWORD',
      volume: 'opsconductor-prefect_data-clean',
      look: 'docker inspect opsconductor-prefect-server-clean',
    },
  ]);
});

it('a service without data, or without secrets, has none', () => {
  const { services, ...system } = exampleApp().prod;
  const only = (name: string) => ({ ...system, services: services.filter((each) => each.name === name) });
  expect(dataSecrets(only('redis'))).toEqual([]);
  expect(dataSecrets(only('asset-service'))).toEqual([]);
});
