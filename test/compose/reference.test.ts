import { describe, expect, it } from 'vitest';
import { REFERENCE } from '../reference-table.js';
import { exampleApp } from '../system.js';
import { type ComposeService, composeOf, interpolate } from './file.js';

const app = exampleApp();
const dev = composeOf(app.dev);
const prod = composeOf(app.prod);

/** It ends, and so is no row of the reference. */
const JOB = 'migrations';
const applications = REFERENCE.filter(({ kind }) => kind === 'application');

function servicesOf(name: string): [dev: ComposeService, prod: ComposeService] {
  const [inDev, inProd] = [dev.services[name], prod.services[name]];
  if (!inDev || !inProd) throw new Error(`${name} is missing`);
  return [inDev, inProd];
}

describe.each(REFERENCE)('the Compose files have $name', (expected) => {
  const both = servicesOf(expected.name);
  const [inDev, inProd] = both;

  it('under the names that people know', () => {
    expect(both.map((service) => service.container_name)).toEqual([
      `opsconductor-${expected.name}-dev`,
      `opsconductor-${expected.name}-clean`,
    ]);
  });

  it('with exactly its live paths mounted in dev, read-only, never made by the engine', () => {
    const binds = (inDev.volumes ?? []).filter((mount) => mount.type === 'bind');
    expect(Object.fromEntries(binds.map(({ source, target }) => [source, target]))).toEqual(
      Object.fromEntries(Object.entries(expected.live).map(([source, target]) => [`./${source}`, target])),
    );
    expect(binds).toHaveLength(Object.keys(expected.live).length);
    for (const mount of binds)
      expect(mount).toMatchObject({ read_only: true, bind: { create_host_path: false } });
  });

  it('with its data volumes alone beside them, its own in each mode', () => {
    for (const [service, word] of [
      [inDev, 'dev'],
      [inProd, 'clean'],
    ] as const) {
      const rest = (service.volumes ?? []).filter((mount) => word === 'clean' || mount.type !== 'bind');
      expect(rest).toEqual(
        Object.entries(expected.volumes).map(([name, target]) => ({
          type: 'volume',
          source: `opsconductor-${name}-${word}`,
          target,
        })),
      );
    }
  });

  it('on its ports, on loopback alone', () => {
    const ports =
      expected.hostPort === undefined
        ? undefined
        : [
            {
              target: expected.containerPort,
              published: String(expected.hostPort),
              host_ip: '127.0.0.1',
              protocol: 'tcp',
            },
          ];
    expect(inDev.ports).toEqual(ports);
    expect(inProd.ports).toEqual(ports);
  });

  it('after what it needs is healthy, and its job has ended well', () => {
    const condition = (name: string) => (name === JOB ? 'service_completed_successfully' : 'service_healthy');
    const needs = Object.fromEntries(expected.needs.map((name) => [name, { condition: condition(name) }]));
    for (const service of both) expect(service.depends_on ?? {}).toEqual(needs);
  });

  it('calling others by their container ports', () => {
    for (const service of both) {
      const calls = Object.entries(service.environment ?? {}).filter(([name]) =>
        name.endsWith('_SERVICE_URL'),
      );
      expect(Object.fromEntries(calls)).toEqual(expected.calls);
    }
  });

  it('from its image, or from its own Dockerfile', () => {
    for (const [service, mode] of [
      [inDev, 'dev'],
      [inProd, 'prod'],
    ] as const) {
      if (expected.image) {
        expect(service.image).toBe(expected.image);
        expect(service.build).toBeUndefined();
      } else {
        const tag = `\${${expected.name.replaceAll('-', '_').toUpperCase()}_TAG:-${mode}}`;
        expect(service.image).toBe(`localhost/opsconductor/${expected.name}:${tag}`);
        expect(service.build).toEqual({
          context: `./.opsconductor/contexts/${expected.name}/${tag}`,
          dockerfile: expected.dockerfile ?? 'Dockerfile',
        });
      }
    }
  });

  it('with no capability but those it was given', () => {
    for (const service of both) expect(service.cap_drop).toEqual(['ALL']);
    if (expected.kind === 'application')
      for (const service of both) expect(service.cap_add).toEqual(expected.capabilities);
  });
});

describe.each(applications)('the application service $name', ({ name, containerPort, hostPort }) => {
  it('is asked for /health at its container port', () => {
    for (const { healthcheck } of servicesOf(name)) {
      const probe = healthcheck.test.join(' ');
      expect(probe).toContain('/health');
      expect(probe.match(/127\.0\.0\.1(?:", |:)(\d+)/)?.[1]).toBe(String(containerPort));
      if (hostPort !== containerPort) expect(probe).not.toContain(String(hostPort));
    }
  });
});

it.each(
  applications.filter(({ name }) => name !== 'frontend'),
)('$name is told of the database and of Redis in both ways that the code reads', ({ name }) => {
  for (const { environment } of servicesOf(name))
    expect(environment).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
      DATABASE_URL: 'postgresql://opsconductor:${POSTGRES_PASSWORD}@postgres:5432/opsconductor',
      DB_HOST: 'postgres',
      DB_PORT: '5432',
      DB_NAME: 'opsconductor',
      DB_USER: 'opsconductor',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
      DB_PASSWORD: '${POSTGRES_PASSWORD}',
      REDIS_URL: 'redis://redis:6379',
      REDIS_HOST: 'redis',
      REDIS_PORT: '6379',
    });
});

describe('the Compose files', () => {
  it('have the services of the reference and no other, but for the job and the gateway of prod', () => {
    const names = [...REFERENCE.map(({ name }) => name), JOB];
    expect(Object.keys(dev.services).sort()).toEqual(names.sort());
    expect(Object.keys(prod.services).sort()).toEqual([...names, 'gateway'].sort());
  });

  it('name project and network after the mode', () => {
    expect([dev.name, dev.networks.default?.name]).toEqual(['opsconductor-dev', 'opsconductor-dev']);
    expect([prod.name, prod.networks.default?.name]).toEqual(['opsconductor-clean', 'opsconductor-clean']);
  });

  it('declare every volume they mount; those of prod are out of reach of `down --volumes`', () => {
    for (const file of [dev, prod]) {
      const mounted = Object.values(file.services).flatMap(({ volumes = [] }) =>
        volumes.filter(({ type }) => type === 'volume').map(({ source }) => source),
      );
      expect(Object.keys(file.volumes).sort()).toEqual(mounted.sort());
    }
    expect(Object.values(prod.volumes).map(({ external }) => external)).toEqual(Array(5).fill(true));
    expect(Object.values(dev.volumes).filter(({ external }) => external)).toEqual([]);
  });

  it('differ between the modes only in mounts, a read-only root, addresses, names, tags, the reload, the development server, where browsers go and the setup secret', () => {
    const same = (text: string) => text.replaceAll('clean', 'dev').replaceAll(':-prod', ':-dev');
    for (const { name } of REFERENCE) {
      const strip = (file: typeof dev) => {
        const {
          volumes: _,
          ports: __,
          labels: ___,
          read_only: ____,
          develop: ______,
          command,
          environment,
          'x-opsconductor': extension,
          ...rest
        } = { ...file.services[name] } as Record<string, unknown>;
        const { mounts: _______, ...described } = (extension ?? {}) as Record<string, unknown>;
        // what is live in dev is run so that it can be restarted
        const own = isReloading(command) ? {} : { command };
        const {
          CHOKIDAR_USEPOLLING: _____,
          SETUP_SECRET: ________,
          REACT_APP_API_URL: _________,
          REACT_APP_IDENTITY_URL: __________,
          ...kept
        } = (environment ?? {}) as Record<string, string>;
        return JSON.parse(same(JSON.stringify({ ...rest, ...own, kept, described })));
      };
      expect(strip(prod), name).toEqual(strip(dev));
    }
  });

  it('run the image’s own command in dev too, under what restarts it, wherever something is live', () => {
    for (const { name, live } of REFERENCE) {
      const { command } = { ...dev.services[name] } as { command?: readonly string[] };
      expect(isReloading(command), name).toBe(Object.keys(live).length > 0);
      if (isReloading(command)) expect(command?.slice(4), name).toEqual(['python', 'main.py']);
    }
  });

  it('send the browser to the host ports in dev, to the gateway in prod, and poll for changes in dev alone', () => {
    const ports = {
      REACT_APP_API_URL: 'http://localhost:3005',
      REACT_APP_IDENTITY_URL: 'http://localhost:8005',
    };
    const urls = (host: string) => ({
      REACT_APP_API_URL: `https://${host}/api/ai-brain`,
      REACT_APP_IDENTITY_URL: `https://${host}/api/identity-service`,
    });
    const run = (mode: typeof dev, variables = {}) =>
      Object.fromEntries(
        Object.entries(mode.services.frontend?.environment ?? {}).map(([name, value]) => [
          name,
          interpolate(value, variables),
        ]),
      );
    expect(run(dev)).toEqual({ ...ports, CHOKIDAR_USEPOLLING: 'true' });
    expect(run(prod)).toEqual(urls('localhost'));
    expect(run(prod, { OPSCONDUCTOR_HOST: 'ops.example.com' })).toEqual(urls('ops.example.com'));
  });
});

function isReloading(command: unknown): boolean {
  return Array.isArray(command) && command[0] === 'sh' && command[3] === 'reloader';
}
