import { describe, expect, it } from 'vitest';
import { isOneOff, isOwnVolume, type Marks, ownContainer, ownNetwork } from '../../lib/model/ownership.js';
import { named } from '../conventions.js';

const ACME = named('acme');
const NONE: Marks = {
  ...{ name: '', system: '', mode: '', service: '', spec: '', project: '', configHash: '', stack: '' },
};
/** What an image of the service has, and all that is run from it or built on it. */
const INHERITED = { ...NONE, system: 'acme', mode: 'dev', service: 'api' };
const COMPOSE: Marks = { ...INHERITED, name: 'acme-api-dev', project: 'acme-dev', configHash: '1' };

describe('a container is a system’s own', () => {
  it.each<[string, Partial<Marks>]>([
    ['made by Compose', {}],
    ['that Compose was just replacing', { name: '0123456789ab_acme-api-dev' }],
    ['of `docker compose run`', { name: 'acme-dev-api-run-0123456789ab' }],
    ['of a service that is no longer described', { name: 'acme-old-dev', service: 'old' }],
  ])('%s', (_, marks) => {
    expect(ownContainer(ACME, { ...COMPOSE, ...marks })).toMatchObject({ mode: 'dev', engine: 'compose' });
  });

  it('made by Terraform', () => {
    expect(ownContainer(ACME, { ...INHERITED, name: 'acme-api-dev', spec: '1' })).toEqual({
      ...{ mode: 'dev', service: 'api', engine: 'terraform' },
    });
  });

  it('made by Swarm', () => {
    expect(ownContainer(ACME, { ...INHERITED, name: 'acme-dev_api.1.x', stack: 'acme-dev' })).toEqual({
      ...{ mode: 'dev', service: 'api', engine: 'swarm' },
    });
  });

  it.each<[string, Marks]>([
    ['that was run from an own image', { ...INHERITED, name: 'adoring_hopper' }],
    ['that was run from an own image under an own name', { ...INHERITED, name: 'acme-api-dev' }],
    [
      'that was run from an image that Compose built',
      { ...INHERITED, name: 'acme-api-dev', project: 'acme-dev' },
    ],
    ['that was run from a copy of a container', { ...COMPOSE, name: 'adoring_hopper' }],
    ['of another Compose project', { ...COMPOSE, project: 'other' }],
    ['with an id within its name', { ...COMPOSE, name: 'acme-0123456789ab_api-dev' }],
    ['behind what is no id', { ...COMPOSE, name: '0123456789_acme-api-dev' }],
    ['of Terraform that ran once', { ...INHERITED, name: 'acme-dev-api-run-1', spec: '1' }],
    ['of no service', { ...COMPOSE, service: '', name: 'acme--dev' }],
    ['of no mode that there is', { ...COMPOSE, mode: 'clean', name: 'acme-api-clean' }],
    ['of another stack', { ...INHERITED, name: 'acme-dev_api.1.x', stack: 'other' }],
    ['of another service of the stack', { ...INHERITED, name: 'acme-dev_apis.1.x', stack: 'acme-dev' }],
    ['of a stack that Compose made', { ...COMPOSE, stack: 'acme-dev' }],
    ['of another system', { ...COMPOSE, system: 'acme2', name: 'acme2-api-dev' }],
    ['with nothing but an own name', { ...NONE, name: 'acme-api-dev' }],
    [
      'of a hand-written Compose project of that name',
      { ...NONE, name: 'acme-api-dev', project: 'acme-dev', configHash: '1' },
    ],
  ])('but not one %s', (_, marks) => {
    expect(ownContainer(ACME, marks)).toBeUndefined();
  });
});

describe('a network is a system’s own', () => {
  const network = { ...NONE, name: 'acme-dev', system: 'acme', mode: 'dev' };

  it('with its labels, made by Compose or Terraform', () => {
    expect(ownNetwork(ACME, { ...network, project: 'acme-dev' })).toEqual({ mode: 'dev', engine: 'compose' });
    expect(ownNetwork(ACME, network)).toEqual({ mode: 'dev', engine: 'terraform' });
    const further = { ...network, name: 'acme-dev_back', project: 'acme-dev' };
    expect(ownNetwork(ACME, further)).toEqual({ mode: 'dev', engine: 'compose' });
    expect(ownNetwork(ACME, { ...network, stack: 'acme-dev' })).toEqual({ mode: 'dev', engine: 'swarm' });
  });

  it.each<[string, Partial<Marks>]>([
    ['without the labels', { system: '', mode: '' }],
    ['under another name', { name: 'acme-dev-2' }],
    ['of another Compose project', { project: 'other' }],
    ['of another stack', { stack: 'other' }],
    ['of another system', { system: 'acme2' }],
  ])('but not one %s', (_, marks) => {
    expect(ownNetwork(ACME, { ...network, ...marks })).toBeUndefined();
  });
});

it('a volume is a system’s own in its mode, and a one-off container is known by its name', () => {
  const dev = { ...ACME, mode: 'dev' } as const;
  expect(isOwnVolume(dev, { ...NONE, system: 'acme', mode: 'dev' })).toBe(true);
  expect(isOwnVolume(dev, { ...NONE, system: 'acme', mode: 'prod' })).toBe(false);
  expect(isOwnVolume(dev, { ...NONE, system: 'acme2', mode: 'dev' })).toBe(false);
  expect(isOneOff(dev, { name: 'acme-dev-api-run-1', service: 'api' })).toBe(true);
  expect(isOneOff(dev, { name: 'acme-dev-api-1', service: 'api' })).toBe(false);
});
