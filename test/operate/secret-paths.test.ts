import { expect, it } from 'vitest';
import type { Engine } from '../../lib/model/deployment.js';
import { secretPaths } from '../../lib/operate/secret-paths.js';
import { exampleApp } from '../system.js';

const pathsBy = (engine: Engine, service: string) => {
  const container = { id: '1', name: 'n', state: 'running', status: 'Up', mode: 'prod', service, engine };
  return secretPaths(exampleApp().prod, { containers: [{ ...container, mode: 'prod' }] })(service);
};

it('a likeness of a service is given the secrets that the service has as files', () => {
  expect(pathsBy('compose', 'postgres')).toEqual(['/run/secrets/postgres_password']);
  expect(pathsBy('compose', 'identity-service')).toEqual([]);
});

it('under Swarm also those that a shell reads for its variables', () => {
  expect(pathsBy('swarm', 'postgres')).toEqual(['/run/secrets/postgres_password']);
  expect(pathsBy('swarm', 'identity-service')).toContain('/run/secrets/SETUP_SECRET');
});
