import { describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../../lib/construct/definition.js';
import { resolveService } from '../../lib/construct/resolve.js';
import { text } from '../../lib/model/environment.js';
import { buildArguments, builtImage, imageName } from '../../lib/model/image.js';
import { dir, file } from '../../lib/model/live-path.js';
import { MODES, type Mode } from '../../lib/model/mode.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import { reloading } from '../../lib/model/reload.js';
import { volumesOf } from '../../lib/model/service-spec.js';
import { named } from '../conventions.js';
import { systemSpec } from '../spec.js';

const definition: ServiceDefinition = {
  kind: 'application',
  image: { directory: 'api', dockerfile: 'Dockerfile', shared: true, live: [file('main.py'), dir('data')] },
  port: { container: containerPort(3002), host: hostPort(8002) },
  environment: { B: text`2`, A: text`1` },
  devEnvironment: { AB: text`dev` },
  healthCheck: { test: ['CMD', 'true'], interval: 1, timeout: 1, retries: 1, startPeriod: 1 },
  dependsOn: ['redis', 'postgres', 'redis'],
  volumes: { cache: '/cache' },
  capabilities: ['NET_RAW', 'CHOWN'],
  memory: 64,
};

const resolveContext = {
  ...named('acme'),
  without: [],
  images: { 'redis:7': 'mirror/redis:7' },
  portOffset: 10_000,
  developer: '1234:1234',
  host: 'localhost',
  sources: { context: () => ({ digest: 'abcdefabcdef', stages: [] }) },
};

const resolve = <M extends Mode>(
  mode: M,
  overrides: Partial<ServiceDefinition> = {},
  stages: string[] = [],
  command?: readonly string[],
) =>
  resolveService(
    'api',
    { ...definition, ...overrides },
    {
      ...resolveContext,
      mode,
      sources: { context: () => ({ digest: 'abcdefabcdef', stages, ...(command ? { command } : {}) }) },
    },
  );

describe('a service resolved for a mode', () => {
  it('has live files and shared/ over its code in dev, and its data volume last', () => {
    expect(resolve('dev').mounts).toEqual([
      {
        type: 'bind',
        kind: 'file',
        source: 'api/main.py',
        target: '/app/main.py',
        readOnly: true,
        hot: false,
      },
      { type: 'bind', kind: 'dir', source: 'api/data', target: '/app/data', readOnly: true, hot: false },
      { type: 'bind', kind: 'dir', source: 'shared', target: '/app/shared', readOnly: true, hot: false },
      { type: 'volume', volume: 'acme-cache-dev', target: '/cache', readOnly: false },
    ]);
  });

  it('has its data volume alone in prod', () => {
    expect(resolve('prod').mounts).toEqual([
      { type: 'volume', volume: 'acme-cache-clean', target: '/cache', readOnly: false },
    ]);
  });

  it('has its environment sorted, and more of it in dev alone', () => {
    expect(Object.keys(resolve('dev').environment)).toEqual(['A', 'AB', 'B']);
    expect(Object.keys(resolve('prod').environment)).toEqual(['A', 'B']);
  });

  it('is published at its moved port, and not at all without one', () => {
    const ports = { container: 3002, host: 18_002 };
    expect(resolve('dev').published).toEqual([{ ...ports, address: '127.0.0.1' }]);
    expect(resolve('prod').published).toEqual([{ ...ports, address: '0.0.0.0' }]);
    expect(resolve('dev', { port: { container: containerPort(3002) } }).published).toEqual([]);
  });

  it('publishes each of several ports that has one on the host, the one it is for first', () => {
    const otherPorts = {
      metrics: { container: containerPort(9100) },
      admin: { container: containerPort(8081), host: hostPort(8081) },
    };
    const spec = resolve('dev', { otherPorts });
    expect(spec).toMatchObject({ port: 3002, otherPorts: [9100, 8081] });
    expect(spec.published.map(({ container, host }) => `${host}:${container}`)).toEqual([
      '18002:3002',
      '18081:8081',
    ]);
  });

  it('is a worker without a port: nothing in its spec says one', () => {
    const { port: _, ...worker } = definition;
    const spec = resolveService('worker', worker, { ...resolveContext, mode: 'dev' });
    expect(spec.published).toEqual([]);
    expect(Object.keys(spec)).not.toContain('port');
    expect(Object.keys(spec)).not.toContain('otherPorts');
  });

  it('refuses an offset that leaves no such port', () => {
    expect(() => resolve('dev', { port: { container: containerPort(1), host: hostPort(60_000) } })).toThrow(
      'api: host port 70000 is not a TCP port',
    );
  });

  it('waits once for each that it needs, and drops all capabilities but its own', () => {
    expect(resolve('dev')).toMatchObject({
      dependsOn: ['postgres', 'redis'],
      capabilities: { add: ['CHOWN', 'NET_RAW'], drop: ['ALL'] },
      securityOptions: ['no-new-privileges:true'],
    });
  });

  it('runs what the image map gives, and remembers what upstream calls it', () => {
    const { image } = resolve('prod', { image: { upstream: 'redis:7' } });
    expect(image).toEqual({ kind: 'external', upstream: 'redis:7', reference: 'mirror/redis:7' });
    expect(imageName(image)).toBe('mirror/redis:7');
    expect(imageName(resolve('prod', { image: { upstream: 'redis:8' } }).image)).toBe('redis:8');
  });

  it.each(MODES)('builds the stage named %s where the Dockerfile has it, and else the last', (mode) => {
    expect(resolve(mode, {}, ['build', mode]).image).toHaveProperty('target', mode);
    expect(resolve(mode, {}, ['build']).image).not.toHaveProperty('target');
  });

  it('has what every container has, unless it says otherwise', () => {
    expect(resolve('dev')).toMatchObject({
      name: 'api',
      kind: 'application',
      container: 'acme-api-dev',
      secretFiles: {},
      restart: 'unless-stopped',
      cpus: 2,
      pids: 256,
      user: '65534:65534',
      tmpfs: { '/tmp': 64 },
      logging: { driver: 'local', maxSize: 10, maxFiles: 3 },
      init: true,
      stopGrace: 10,
      exceptions: {},
    });
    const own = {
      secretFiles: { '/run/x': 'X' },
      cpus: 0.5,
      pids: 9,
      user: '70:70',
      tmpfs: { '/x': 1 },
      stopGrace: 60,
    };
    expect(resolve('prod', own)).toMatchObject({ ...own, container: 'acme-api-clean' });
    expect(resolve('dev', { capabilities: undefined } as never).capabilities.add).toEqual([]);
  });

  it('has a read-only root in prod, and a user, but for a declared exception', () => {
    const exceptions = (...rules: string[]) => ({
      exceptions: Object.fromEntries(rules.map((rule) => [rule, 'why'])),
    });
    const root = (mode: Mode, ...rules: string[]) => resolve(mode, exceptions(...rules)).readOnlyRoot;
    expect([root('dev'), root('prod'), root('prod', 'not-root'), root('prod', 'read-only-root')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(resolve('prod', exceptions('read-only-root')).user).toBe('65534:65534');
    expect(resolve('prod', exceptions('not-root'))).not.toHaveProperty('user');
  });

  it('may gain privileges where that is declared and its image needs it, as a user of the image who is not root', () => {
    const exceptions = { 'no-new-privileges': 'why', 'not-root': 'why' };
    const of = (gainsCapabilities: boolean, declared: Record<string, string> = exceptions) => {
      const context = () => ({ digest: 'abcdefabcdef', stages: [], gainsCapabilities });
      const system = { ...resolveContext, mode: 'prod', sources: { context } } as const;
      const { user, securityOptions } = resolveService(
        'api',
        { ...definition, exceptions: declared },
        system,
      );
      return { user, securityOptions };
    };
    const none = ['no-new-privileges:true'];
    expect(of(true)).toEqual({ user: undefined, securityOptions: [] });
    expect(of(true, { 'no-new-privileges': 'why' })).toEqual({ user: undefined, securityOptions: [] });
    expect(of(false)).toEqual({ user: undefined, securityOptions: none });
    expect(of(true, {})).toEqual({ user: '65534:65534', securityOptions: none });
  });

  it('is the developer’s own in dev where it writes to the source tree', () => {
    const { image } = definition;
    const live = [file('main.py'), dir('data', { writable: true })];
    const writing = { image: { ...image, live } as typeof image, user: '70:70' };
    expect([resolve('dev', writing).user, resolve('prod', writing).user]).toEqual(['1234:1234', '70:70']);
    expect(resolve('dev', { user: '70:70' }).user).toBe('70:70');
    expect(resolve('dev', { image: { upstream: 'redis:7' } }).user).toBe('65534:65534');
  });

  it('can be restarted in dev where it does not see its live files by itself', () => {
    const own = ['python', 'main.py'];
    const image = (shared: boolean, ...hot: boolean[]) =>
      ({
        ...definition.image,
        shared,
        live: hot.map((each, i) => file(`${i}.py`, { hot: each })),
      }) as typeof definition.image;
    const command = (
      mode: Mode,
      overrides: Partial<ServiceDefinition>,
      of: readonly string[] | undefined = own,
    ) => resolve(mode, overrides, [], of).command;
    expect(command('dev', {})).toEqual(reloading(own));
    expect(command('dev', { image: image(false, true, false) })).toEqual(reloading(own));
    expect(command('dev', { image: image(true, true) })).toEqual(reloading(own));
    expect(command('dev', { image: image(true, true), sharedHot: true })).toBeUndefined();
    expect(command('dev', { image: image(false, true) })).toBeUndefined();
    expect(command('dev', { image: image(false) })).toBeUndefined();
    expect(command('prod', {})).toBeUndefined();
    expect(command('dev', { image: { upstream: 'redis:7' } })).toBeUndefined();
    expect(resolve('dev').command).toBeUndefined();
    for (const mode of MODES) expect(command(mode, { command: ['x'] })).toEqual(['x']);
  });

  it('is a page in prod where that is declared and its sources know one, on its port, with its variables', () => {
    const asked: unknown[] = [];
    const sources = {
      ...resolveContext.sources,
      servedPage: (...question: unknown[]) => {
        asked.push(question);
        return 'FROM nginx';
      },
    };
    const { image } = definition;
    const inlineOf = (mode: Mode, overrides: Partial<ServiceDefinition>) => {
      const spec = resolveService(
        'api',
        { ...definition, ...overrides },
        { ...resolveContext, mode, sources },
      );
      return spec.image.kind === 'build' ? spec.image.source.inline : spec.image.kind;
    };
    expect(inlineOf('prod', { page: true })).toBe('FROM nginx');
    expect(asked).toEqual([[image, { port: 3002, variables: ['A', 'B'] }]]);
    expect(inlineOf('dev', { page: true })).toBeUndefined();
    expect(inlineOf('prod', {})).toBeUndefined();
    expect(inlineOf('prod', { page: true, image: { upstream: 'nginx' } })).toBe('external');
    expect(asked).toHaveLength(1);
  });

  it('is plain JSON', () => {
    const spec = resolve('dev');
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });
});

describe('an own image', () => {
  const source = { directory: 'api', dockerfile: 'Dockerfile.clean', shared: true, live: [] };
  const system = named('acme');
  const facts = { digest: 'abcdefabcdef', stages: ['prod'] };

  it('has a name that no registry can serve, by its content', () => {
    expect(imageName(builtImage(system, 'api', 'prod', source, facts))).toBe(
      'localhost/acme/api:prod-abcdefabcdef',
    );
  });

  it('is built from its staged context and nothing beside it', () => {
    const image = builtImage(system, 'api', 'prod', source, facts);
    expect(image.context).toBe('.opsconductor/contexts/api/prod-abcdefabcdef');
    expect(buildArguments(image, { a: 'b' }, '/context')).toEqual([
      ...['build', '--force-rm', '--tag', 'localhost/acme/api:prod-abcdefabcdef'],
      ...['--file', '/context/Dockerfile.clean'],
      ...['--target', 'prod', '--label', 'a=b', '/context'],
    ]);
  });

  it('is built without what the builder remembers where that is asked for', () => {
    const image = builtImage(system, 'api', 'prod', source, facts);
    const remembered = buildArguments(image, {}, '/context');
    expect(remembered).not.toContain('--no-cache');
    expect(buildArguments(image, {}, '/context', true)).toEqual([
      'build',
      '--no-cache',
      ...remembered.slice(1),
    ]);
  });
});

it('the volumes of a system are named once, sorted, without its bind mounts', () => {
  const services = [resolve('dev'), resolve('dev', { volumes: { a: '/a', cache: '/cache' } })];
  expect(volumesOf(systemSpec('dev', services))).toEqual(['acme-a-dev', 'acme-cache-dev']);
});
