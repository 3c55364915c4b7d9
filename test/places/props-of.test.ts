import { expect, it } from 'vitest';
import { propsOf } from '../../lib/places/props-of.js';
import { exampleApp } from '../system.js';

const { dev, prod } = exampleApp();

it.each([
  ['asset-service', 'mounts[/app/data]', ['image.live.data', 'image.live']],
  ['asset-service', 'mounts[/app/shared]', ['image.shared']],
  ['redis', 'mounts[/data]', ['volumes.redis_data']],
  ['redis', 'volumes[opsconductor-redis_data-dev]', ['volumes.redis_data']],
  ['asset-service', 'volumes[opsconductor-redis_data-dev]', []],
  ['asset-service', 'published[8002]', ['port.host', 'port']],
  ['asset-service', 'published[9000]', ['otherPorts', 'port']],
  ['asset-service', 'port', ['port.container', 'port']],
  [
    'asset-service',
    'environment[DB_HOST]',
    ['devEnvironment.DB_HOST', 'environment.DB_HOST', 'devEnvironment', 'environment'],
  ],
  ['asset-service', 'dependsOn[redis]', ['needs']],
  ['asset-service', 'image', ['image.inline', 'image.dockerfile', 'image.directory', 'image']],
  ['postgres', 'readOnlyRoot', ['exceptions.read-only-root']],
  ['postgres', 'exceptions[not-root]', ['exceptions.not-root', 'exceptions']],
  ['asset-service', 'healthCheck', ['healthCheck']],
  ['asset-service', 'services[redis]', []],
])('%s says %s in %j', (name, at, props) => {
  const service = dev.services.find((each) => each.name === name);
  if (!service) throw new Error(name);
  expect(propsOf(at, service, dev).map((path) => path.join('.'))).toEqual(props);
});

it('knows a volume by the name that it has in prod', () => {
  const [postgres] = prod.services;
  if (!postgres) throw new Error('no service');
  const at = 'volumes[opsconductor-postgres_data-clean]';
  expect(propsOf(at, postgres, prod)).toEqual([['volumes', 'postgres_data']]);
});
