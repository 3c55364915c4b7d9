// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables

import { describe, expect, it } from 'vitest';
import { containerPort, hostPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { dataNodeLabel, nodesImage } from '../../lib/model/swarm.js';
import { renderStack } from '../../lib/swarm/write/render.js';
import { stackSecrets } from '../../lib/swarm/write/secrets.js';
import { built, secretive, serviceSpec, systemSpec, volume } from '../spec.js';
import { exampleApp } from '../system.js';
import { programsFor, stackOf } from './file.js';

const prod = (more: Partial<ServiceSpec<'prod'>> = {}) => systemSpec('prod', [serviceSpec('prod', more)]);
const api = (more: Partial<ServiceSpec<'prod'>> = {}) => stackOf(prod(more)).services.api;
const example = exampleApp().prod;
const stack = stackOf(example);

describe('the sample as a stack', () => {
  it('has every service that stays, and no job', () => {
    const names = example.services.filter(({ job }) => !job).map(({ name }) => name);
    expect(Object.keys(stack.services).sort()).toEqual(names.sort());
    expect(stack.services).not.toHaveProperty('migrations');
  });

  it('publishes the gateway alone, on the node where it is', () => {
    const published = Object.entries(stack.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port]),
    );
    expect(published).toEqual([
      ['gateway', { target: 443, published: 443, protocol: 'tcp', mode: 'host' }],
      ['gateway', { target: 80, published: 80, protocol: 'tcp', mode: 'host' }],
    ]);
  });

  it('reaches every service by the addresses of its tasks: the kernel need have no IPVS', () => {
    for (const [name, { deploy }] of Object.entries(stack.services))
      expect(deploy.endpoint_mode, name).toBe('dnsrr');
  });

  it('has the volumes of prod by Compose, made by nobody here', () => {
    expect(stack.volumes).toEqual(
      Object.fromEntries(
        ['gateway', 'ollama', 'postgres', 'prefect', 'redis']
          .map((word) => `opsconductor-${word}_${word === 'ollama' ? 'models' : 'data'}-clean`)
          .map((name) => [name, { name, external: true }]),
      ),
    );
  });

  it('starts the next one first, but for what keeps data, and takes back what does not stay up', () => {
    const order = (name: string) => stack.services[name]?.deploy.update_config.order;
    expect(order('asset-service')).toBe('start-first');
    for (const name of ['postgres', 'redis', 'gateway', 'prefect-server', 'ollama'])
      expect(order(name), name).toBe('stop-first');
    for (const { deploy } of Object.values(stack.services)) {
      expect(deploy.update_config).toMatchObject({
        ...{ parallelism: 1, failure_action: 'rollback', max_failure_ratio: 0 },
      });
      expect(deploy.rollback_config.order).toBe(deploy.update_config.order);
      expect(deploy.restart_policy).toEqual({ condition: 'any', delay: '2s' });
    }
  });

  it('keeps what has data where its volumes are', () => {
    for (const [name, { volumes = [], deploy }] of Object.entries(stack.services))
      expect(deploy.placement?.constraints ?? [], name).toEqual(
        volumes.some(({ type }) => type === 'volume')
          ? ['node.labels.io.opsconductor.data.opsconductor == here']
          : [],
      );
    expect(dataNodeLabel(example)).toEqual({ label: 'io.opsconductor.data.opsconductor', value: 'here' });
  });

  it('says no secret, and names each by a variable', () => {
    expect(stack.secrets).toEqual({
      POSTGRES_PASSWORD: {
        external: true,
        name: '${POSTGRES_PASSWORD_SECRET:?the deploy sets it}',
      },
      SETUP_SECRET: {
        external: true,
        name: '${SETUP_SECRET_SECRET:?the deploy sets it}',
      },
    });
    for (const { environment = {} } of Object.values(stack.services))
      for (const [name, value] of Object.entries(environment))
        expect(value, name).not.toMatch(/\$\{(?!OPSCONDUCTOR_)/);
  });

  it('has what services have in common once', () => {
    const text = renderStack(example, { programs: programsFor(example, { command: ['python', 'main.py'] }) });
    expect(text.match(/max_failure_ratio: 0/g)).toHaveLength(4);
    expect(text.match(/exec "\$\$@"/g)?.length).toBeLessThan(5);
    expect(text).toContain('*exports');
  });
});

describe('a service as Swarm is told it', () => {
  it('has all limits and rights that a stack file has words for', () => {
    expect(
      api({
        ...{ memory: 512, cpus: 0.5, pids: 99, user: 'app', readOnlyRoot: true, stopGrace: 30 },
        capabilities: { add: ['NET_RAW'], drop: ['ALL'] },
        tmpfs: { '/tmp': 64 },
        labels: { own: 'yes' },
      }),
    ).toMatchObject({
      ...{ user: 'app', read_only: true, stop_grace_period: '30s', init: true },
      ...{ cap_add: ['NET_RAW'], cap_drop: ['ALL'] },
      volumes: [{ type: 'tmpfs', target: '/tmp', tmpfs: { size: 64 * 1024 * 1024 } }],
      logging: { driver: 'local', options: { 'max-file': '3', 'max-size': '10m' } },
      healthcheck: { test: ['CMD', 'true'], interval: '2s', timeout: '5s', retries: 3, start_period: '60s' },
      labels: { own: 'yes' },
      deploy: { labels: { own: 'yes' }, resources: { limits: { cpus: '0.5', memory: '512M', pids: 99 } } },
    });
  });

  it('is where it is placed, as often as it is said', () => {
    expect(api({ replicas: 3, placement: ['node.labels.disk == ssd'] })?.deploy).toMatchObject({
      replicas: 3,
      placement: { constraints: ['node.labels.disk == ssd'] },
    });
    expect(api()?.deploy).toMatchObject({ replicas: 1 });
    expect(
      api({ mounts: [volume('acme-data')], placement: ['node.role == worker'] })?.deploy.placement,
    ).toEqual({ constraints: ['node.labels.io.opsconductor.data.acme == here', 'node.role == worker'] });
  });

  it.each([
    ['no', 'none'],
    ['always', 'any'],
    ['on-failure', 'on-failure'],
    ['unless-stopped', 'any'],
  ] as const)('is started again by "%s" as by "%s"', (restart, condition) => {
    expect(api({ restart })?.deploy.restart_policy.condition).toBe(condition);
  });

  it('is not published on loopback, and ends first where it has a port of the node', () => {
    const at = (address?: '127.0.0.1' | '0.0.0.0') =>
      api({
        published: [{ container: containerPort(80), host: hostPort(8080), ...(address ? { address } : {}) }],
      });
    expect(at('127.0.0.1')).not.toHaveProperty('ports');
    expect(at('127.0.0.1')?.deploy.update_config.order).toBe('start-first');
    for (const service of [at(), at('0.0.0.0')]) {
      expect(service?.ports).toEqual([{ target: 80, published: 8080, protocol: 'tcp', mode: 'host' }]);
      expect(service?.deploy.update_config.order).toBe('stop-first');
    }
  });

  it('has an own image by a tag that is given, from a registry if there is one', () => {
    const image = { ...built('api'), mode: 'prod' } as const;
    const registry = '${OPSCONDUCTOR_REGISTRY:-localhost}';
    expect(api({ image })?.image).toBe(`${registry}/acme/api:\${API_TAG:?the deploy sets it}`);
    const local = { kind: 'external', upstream: 'x', reference: 'localhost/acme/api:prod-1' } as const;
    const at = (known: string) => stackOf(prod({ image: local }), { registry: known }).services.api?.image;
    expect(at('')).toBe('localhost/acme/api:prod-1');
    expect(at('registry.example:5000')).toBe('registry.example:5000/acme/api:prod-1');
    expect(nodesImage('redis:7-alpine', 'registry.example:5000')).toBe('redis:7-alpine');
  });

  it('has what only Compose is told, where Swarm knows it by the same word', () => {
    const compose = {
      ulimits: { nofile: 1024 },
      devices: ['/dev/x'],
      deploy: { resources: { reservations: { memory: '64M' } } },
      pull_policy: 'always',
    };
    const service = api({ compose, memory: 128 });
    expect(service).toMatchObject({
      ulimits: { nofile: 1024 },
      deploy: { resources: { limits: { memory: '128M' }, reservations: { memory: '64M' } } },
    });
    expect(service).not.toHaveProperty('devices');
    expect(service).not.toHaveProperty('pull_policy');
  });

  it('has its own after what it has in common: to a client of 20.10, what comes last wins', () => {
    const text = renderStack(example, { programs: programsFor(example, { command: ['python', 'main.py'] }) });
    expect(text).toMatch(/^ {2}postgres:\n {4}<<: \*service\n(.*\n)* {4}stop_grace_period: 30s\n/m);
    for (const line of text.matchAll(/^( *)(.*)\n\1<<:/gm)) expect.fail(line[0]);
    expect(text).not.toMatch(/\{[^<].*<<:/);
  });

  it('has no "-" in what is said of a variable that is missing: the client would take the rest for its value', () => {
    const text = renderStack(example, { programs: programsFor(example, { command: ['python', 'main.py'] }) });
    const said = [...text.matchAll(/\$\{\w+:\?([^}]*)\}/g)].map(([, message]) => message);
    expect(said.length).toBeGreaterThan(8);
    for (const message of said) expect(message).not.toContain('-');
  });

  it('has no text that a client of 20.10 takes for true or false', () => {
    const system = prod({ environment: { RANDOM: ['yes'], n: ['off'], plain: ['yesterday'] } });
    const text = renderStack(system, { programs: new Map() });
    expect(text).toMatch(/"n": "off"/);
    expect(text).toMatch(/RANDOM: "yes"/);
    expect(text).toMatch(/plain: yesterday/);
  });

  it('has nothing that the schema of stack files has no place for', () => {
    for (const name of [
      'container_name',
      'depends_on',
      'restart',
      'build',
      'security_opt',
      'mem_limit',
      'tmpfs',
    ])
      for (const service of Object.values(stack.services)) expect(service).not.toHaveProperty(name);
    expect(Object.keys(stack)).toEqual([
      ...['version', 'x-opsconductor', 'services', 'networks', 'volumes', 'secrets'],
    ]);
  });
});

describe('the secrets of a stack', () => {
  it('are those of services that stay, with one more for a value that is encoded in a URL', () => {
    expect(stackSecrets(example).map(({ name }) => name)).toEqual(['POSTGRES_PASSWORD', 'SETUP_SECRET']);
    const system = secretive('prod', { KEY: 'any text' }, {
      environment: { URL: ['db://', { secret: 'KEY' }, '@db'] },
    } as object);
    expect(stackSecrets(system)).toEqual([
      { name: 'KEY', secret: 'KEY', encoded: false, form: 'any text' },
      { name: 'KEY_IN_URL', secret: 'KEY', encoded: true, form: 'any text' },
    ]);
  });

  it('have the names that they are given', () => {
    const secretNames = new Map([
      ['POSTGRES_PASSWORD', 'opsconductor_POSTGRES_PASSWORD_1'],
      ['SETUP_SECRET', 'opsconductor_SETUP_SECRET_2'],
    ]);
    expect(stackOf(example, { secretNames }).secrets).toEqual({
      POSTGRES_PASSWORD: { external: true, name: 'opsconductor_POSTGRES_PASSWORD_1' },
      SETUP_SECRET: { external: true, name: 'opsconductor_SETUP_SECRET_2' },
    });
  });

  it('are files where a service takes them as files', () => {
    expect(stack.services.postgres?.secrets).toEqual([
      { source: 'POSTGRES_PASSWORD', target: '/run/secrets/postgres_password' },
    ]);
  });
});
