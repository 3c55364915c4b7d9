import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { SystemContext } from '../../lib/construct/definition.js';
import { DockerService } from '../../lib/construct/docker-service.js';
import { Gateway, type GatewayProps } from '../../lib/construct/gateway.js';
import { nodeGet } from '../../lib/construct/health.js';
import { ALL } from '../../lib/construct/left-out.js';
import { type Construct, Stack } from '../../lib/construct/stack.js';
import { describeSystems } from '../../lib/construct/systems.js';
import { renderValue } from '../../lib/model/environment.js';
import type { Mode } from '../../lib/model/mode.js';
import { publishedUrl } from '../../lib/model/port.js';
import { named } from '../conventions.js';

type More = Partial<Pick<GatewayProps<Mode>, 'bodyLimit' | 'certificate' | 'metrics' | 'ports'>>;

/** `web` asks `api` from the browser; `admin` is published, and no route leads to it. */
function systems(context: Partial<SystemContext> = {}, more: More = {}, asks: 'api' | 'admin' = 'api') {
  class Shop<M extends Mode> extends Stack<M> {
    constructor(scope: Construct, itsContext: SystemContext<M>) {
      super(scope, itsContext);
      const { mode } = this;
      const service = (name: string, port: number, environment = {}) =>
        new DockerService(this, name, {
          ...{ mode, image: `${name}:1`, port: { container: port, host: port }, environment },
          ...{ memory: 64, healthCheck: nodeGet('/health') },
        });
      const api = service('api', 4000);
      const admin = service('admin', 4001);
      const page = service('web', 3000, { API_URL: (asks === 'api' ? api : admin).browserUrl() });
      new Gateway(this, 'gateway', { mode, page, apis: [api, undefined], ...more });
    }
  }
  const { without = [], ...rest } = context;
  return describeSystems(
    { stacks: { dev: Shop, prod: Shop } },
    {
      ...named('shop'),
      ...{ images: {}, portOffset: 0, developer: '1:1', host: 'localhost' },
      ...{ sources: { context: () => ({ digest: '', stages: [] }) }, ...rest },
    },
    { ...ALL, without },
  );
}

type System = ReturnType<typeof systems>[Mode];

const names = ({ services }: System) => services.map(({ name }) => name);
const of = ({ services }: System, name: string) =>
  services.find((each) => each.name === name) ?? expect.fail(`no ${name}`);
const addresses = (system: System) =>
  Object.fromEntries(
    system.services.map(({ name, published }) => [name, published.map(({ address }) => address).join()]),
  );
const value = (system: System, service: string, variable: string) =>
  renderValue(of(system, service).environment[variable] ?? [], {
    literal: (text) => text,
    secret: (name) => `<${name}>`,
    variable: ({ variable: name, fallback }) => `<${name}:${fallback}>`,
  });
const configuration = (system: System) => value(system, 'gateway', 'CADDYFILE');

describe('a gateway', () => {
  it('is in prod always, and in dev where it is asked for', () => {
    expect(names(systems().prod)).toContain('gateway');
    expect(names(systems().dev)).not.toContain('gateway');
    expect(names(systems({ gateway: true }).dev)).toContain('gateway');
  });

  it('is the only service of prod that other machines reach', () => {
    const alone = { api: '127.0.0.1', admin: '127.0.0.1', web: '127.0.0.1', gateway: '0.0.0.0,0.0.0.0' };
    expect(addresses(systems().prod)).toEqual(alone);
    expect(addresses(systems({ openPorts: true }).prod)).toEqual({
      ...{ api: '0.0.0.0', admin: '0.0.0.0', web: '0.0.0.0', gateway: '0.0.0.0,0.0.0.0' },
    });
  });

  it('opens no other port where it is left out', () => {
    const { gateway: _, ...others } = addresses(systems().prod);
    expect(addresses(systems({ without: ['gateway'] }).prod)).toEqual(others);
  });

  it('is where browsers go for what it leads to', () => {
    expect(value(systems().prod, 'web', 'API_URL')).toBe('https://<OPSCONDUCTOR_HOST:localhost>/api/api');
    expect(value(systems({ portOffset: 1000 }).prod, 'web', 'API_URL')).toBe(
      'https://<OPSCONDUCTOR_HOST:localhost>:1443/api/api',
    );
    expect(value(systems().dev, 'web', 'API_URL')).toBe('http://<OPSCONDUCTOR_HOST:localhost>:4000');
    expect(value(systems({ gateway: true }).dev, 'web', 'API_URL')).toBe(
      'https://<OPSCONDUCTOR_HOST:localhost>/api/api',
    );
  });

  it('is refused where a page asks what no route leads to', () => {
    expect(() => systems({}, {}, 'admin')).toThrow(
      'admin: no browser can reach it: gateway does not lead there',
    );
  });

  it('is the only one', () => {
    class Two<M extends Mode> extends Stack<M> {
      constructor(scope: Construct, context: SystemContext<M>) {
        super(scope, context);
        const { mode } = this;
        for (const name of ['front', 'back']) new Gateway(this, name, { mode });
      }
    }
    expect(() => describeSystems({ stacks: { dev: Two, prod: Two } }, systems().stacks.prod.context)).toThrow(
      'back: the stack has a gateway, front, already',
    );
  });

  it('gives what it measures to this machine alone, where that is wanted', () => {
    const measured = systems({ portOffset: 1000, openPorts: true, gateway: true }, { metrics: 9180 });
    for (const mode of ['dev', 'prod'] as const) {
      expect(of(measured[mode], 'gateway').published.at(-1)).toEqual({
        ...{ container: 2019, host: 10_180, address: '127.0.0.1' },
      });
      expect(configuration(measured[mode])).toContain('    metrics\n  }\n}\n');
      expect(configuration(measured[mode])).toContain('http://:2019 {\n  metrics /metrics\n}\n');
    }
    const { prod } = systems();
    expect(of(prod, 'gateway').published).toHaveLength(2);
    expect(configuration(prod)).not.toContain('metrics');
  });

  it('leads to the page and to the APIs that it was given, and to nothing else', () => {
    const text = configuration(systems().prod);
    expect(text).toContain('handle_path /api/api/* {\n    reverse_proxy api:4000 {');
    expect(text).toContain('handle {\n    reverse_proxy web:3000 {');
    expect(text).not.toContain('admin:');
    expect(text.indexOf('handle_path /api/api/*')).toBeLessThan(
      text.indexOf('handle /api/* {\n    respond "No API is reached here." 404'),
    );
  });

  it('leads to nothing that is left out', () => {
    const text = configuration(systems({ without: ['web'] }).prod);
    // Caddy would answer 200 to what nothing is said of
    expect(text).toContain('handle {\n    respond "No page is served here." 404');
    expect(text).not.toContain('reverse_proxy web');
    expect(text).toContain('reverse_proxy api');
  });

  it('limits bodies', () => {
    expect(configuration(systems().prod)).toContain('max_size 16MiB');
    expect(configuration(systems({}, { bodyLimit: 2 }).prod)).toContain('max_size 2MiB');
    expect(() => systems({}, { bodyLimit: 0.5 })).toThrow('gateway: bodyLimit cannot be 0.5');
  });

  it('has the host, its port and the way to a certificate from variables, for a Compose file that is run by hand', () => {
    const { prod } = systems({ host: 'ops.example.com', tls: 'ops@example.com', portOffset: 7 });
    expect(value(prod, 'gateway', 'GATEWAY_HOST')).toBe('<OPSCONDUCTOR_HOST:ops.example.com>');
    expect(value(prod, 'gateway', 'GATEWAY_PORT')).toBe(':450');
    expect(value(prod, 'gateway', 'GATEWAY_TLS')).toBe('<OPSCONDUCTOR_TLS:ops@example.com>');
    expect(configuration(prod)).toContain('\n  {$GATEWAY_TLS}\n');
  });

  it('has a certificate from the authority whose directory it is given, as a directive that Caddy reads', () => {
    const { prod } = systems({ host: 'ops.corp.example' });
    const [, , script = ''] = of(prod, 'gateway').command ?? [];
    const told = (tls: string) =>
      execFileSync('sh', ['-c', script.replace(/exec caddy.*$/, 'printenv GATEWAY_TLS')], {
        env: { PATH: process.env.PATH, GATEWAY_HOST: 'ops.corp.example', GATEWAY_TLS: tls, CADDYFILE: '' },
        encoding: 'utf8',
      });
    expect(told('https://ca.corp.example/acme/directory')).toBe(
      'tls {\n  ca https://ca.corp.example/acme/directory\n}\n',
    );
    expect(told('ops@example.com')).toBe('tls ops@example.com\n');
  });

  it('shows a certificate of one’s own, which is a secret', () => {
    const { prod } = systems({}, { certificate: { secret: 'CERTIFICATE', form: 'from the team' } });
    expect(value(prod, 'gateway', 'GATEWAY_CERTIFICATE')).toBe('<CERTIFICATE>');
    expect(of(prod, 'gateway').environment).not.toHaveProperty('GATEWAY_TLS');
    expect(configuration(prod)).toContain('tls /tmp/certificate.pem /tmp/certificate.pem');
    expect(of(prod, 'gateway').command?.at(-1)).toContain('base64 -d > /tmp/certificate.pem');
  });

  it('is shown by the addresses that people type', () => {
    const { prod } = systems({ portOffset: 1 });
    const urls = (name: string) =>
      of(prod, name).published.map((port) => publishedUrl(port, 'ops.example.com'));
    expect(urls('gateway')).toEqual(['https://ops.example.com:444', 'http://ops.example.com:81']);
    expect(urls('api')).toEqual(['http://localhost:4001']);
    const [https] = of(systems().prod, 'gateway').published;
    expect(https && publishedUrl(https, 'localhost')).toBe('https://localhost');
  });
});
