import { expect, it } from 'vitest';
import { strangersTo } from '../../lib/verify/strangers.js';
import { serviceSpec, systemSpec } from '../spec.js';

const system = systemSpec('dev', [serviceSpec('dev')]);
const found = (name: string, service = 'api', engine: 'compose' | 'swarm' = 'compose') => ({
  ...{ name, service, engine },
});

it('a container is a stranger where its system has no service for it', () => {
  const strangers = [found('acme-web-dev', 'web'), found('acme-api-run-dev')];
  expect(strangersTo(system, [found('acme-api-dev'), ...strangers])).toEqual(strangers);
});

it.each<[string, ReturnType<typeof found>]>([
  ['what is run once beside a service', found('acme-dev-api-run-0a1b2c3d')],
  ['what Compose is just replacing', found('0123456789ab_acme-api-dev')],
  ['what Swarm has given a name', found('acme-dev_api.1.x9', 'api', 'swarm')],
])('%s is none', (_, container) => {
  expect(strangersTo(system, [container])).toEqual([]);
});
