import { describe, expect, it } from 'vitest';
import { containerPort, hostPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { stackFaults } from '../../lib/swarm/write/faults.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';
import { exampleApp } from '../system.js';
import { programsFor } from './file.js';

const secret = { A: [{ secret: 'PASSWORD' }] };
const faults = (more: Partial<ServiceSpec<'prod'>>) =>
  stackFaults(systemSpec('prod', [serviceSpec('prod', more)]), new Map()).map(
    ({ service, at, problem }) => `${service} ${at}: ${problem}`,
  );

describe('what Swarm would not run as it is described', () => {
  it('is nothing of the sample', () => {
    const { prod } = exampleApp();
    expect(stackFaults(prod, programsFor(prod, { command: ['python', 'main.py'] }))).toEqual([]);
  });

  it.each<[string, Partial<ServiceSpec<'prod'>>, string]>([
    [
      'several of one that keeps data',
      { replicas: 2, mounts: [volume('acme-data')] },
      'api replicas: 2 of it would write to the same data volume',
    ],
    [
      'several of one with a port of the node',
      { replicas: 3, published: [{ container: containerPort(80), host: hostPort(8080) }] },
      'api replicas: 3 of it want the same port of a node (8080)',
    ],
    [
      'what only Compose is told',
      { compose: { devices: ['/dev/x'], privileged: true, hostname: 'a' } },
      'api compose: tells Compose of devices, privileged, which Swarm is not told',
    ],
    [
      'a security option',
      { securityOptions: ['no-new-privileges:true', 'seccomp=unconfined'] },
      'api securityOptions: a stack file has no word for seccomp=unconfined',
    ],
    [
      'a secret in the environment of a program that nobody knows',
      { environment: secret },
      'api command: has a secret in its environment, and its image alone says what it runs: no shell can lay the secret there',
    ],
    [
      'a secret in a variable that no shell has',
      { environment: { 'a.b': [{ secret: 'PASSWORD' }] }, command: ['run'] },
      'api environment[a.b]: has a secret in it, and no shell has a variable of that name',
    ],
    [
      'a name that is too long',
      { name: 'a'.repeat(60) },
      `${'a'.repeat(60)} name: Swarm would call it acme-clean_${'a'.repeat(60)}, and takes 63 characters`,
    ],
  ])('is %s', (_, more, expected) => {
    expect(faults(more)).toEqual([expected]);
  });

  it('is a section that only Compose is told of the whole system', () => {
    const system = {
      ...systemSpec('prod', []),
      compose: { configs: { a: {} }, networks: {}, 'x-a': { b: 1 } },
    };
    expect(stackFaults(system, new Map()).map(({ problem }) => problem)).toEqual([
      'Compose alone is told of configs, and Swarm is not',
    ]);
  });

  it('is not the same of several without a volume or a port of the node', () => {
    const published = [{ container: containerPort(80), host: hostPort(8080), address: '127.0.0.1' }] as const;
    expect(faults({ replicas: 5, published })).toEqual([]);
    expect(faults({ environment: secret, command: ['run'] })).toEqual([]);
  });
});
