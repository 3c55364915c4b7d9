import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCompose } from '../../lib/compose/write/render.js';
import { generatedHeader } from '../../lib/model/conventions.js';
import { composeFileName } from '../../lib/model/deployment.js';
import { text } from '../../lib/model/environment.js';
import { CONVENTIONS } from '../conventions.js';
import { bind, serviceSpec, systemSpec } from '../spec.js';
import { exampleApp } from '../system.js';
import { composeOf, interpolate } from './file.js';

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', '"', '\n', ':') }),
);

describe('text with dollars, quotes and line ends', () => {
  it('reaches the container unchanged in environment, command and health check', () => {
    fc.assert(
      fc.property(anyText, anyText, (plain, other) => {
        const line = plain.replaceAll('\n', ' ');
        const service = serviceSpec('prod', {
          environment: { VALUE: [plain, { secret: 'PASSWORD' }, other] },
          command: ['run', line],
          healthCheck: { test: ['CMD', line], interval: 1, timeout: 1, retries: 1, startPeriod: 1 },
        });
        const file = composeOf(systemSpec('prod', [service])).services.api;
        const read = (value: string | undefined) => interpolate(value ?? 'missing', { PASSWORD: 'hunter2' });
        expect(read(file?.environment?.VALUE)).toBe(`${plain}hunter2${other}`);
        expect(read(file?.command?.[1])).toBe(line);
        expect(read(file?.healthcheck.test[1])).toBe(line);
      }),
    );
  });

  it('reaches the command unchanged where it has several lines', () => {
    const service = serviceSpec('prod', { command: ['python', '-c', 'if True:\nprint(1)'] });
    const file = composeOf(systemSpec('prod', [service]));
    expect(file.services.api?.command).toEqual(['python', '-c', 'if True:\nprint(1)']);
  });

  it('is kept in the target of a mount', () => {
    const mount = bind('a', '/app/$HOME');
    const file = composeOf(systemSpec('dev', [serviceSpec('dev', { mounts: [mount] })]));
    expect(interpolate(file.services.api?.volumes?.[0]?.target ?? '', { HOME: '/root' })).toBe('/app/$HOME');
  });

  it('is kept in the source of a mount', () => {
    const mount = bind('a/$HOME', '/app/x');
    const file = composeOf(systemSpec('dev', [serviceSpec('dev', { mounts: [mount] })]));
    expect(file.services.api?.volumes?.[0]?.source).toBe('./a/$$HOME');
  });

  it('is told from a secret, which is a variable and nothing else', () => {
    const environment = { URL: text`db://${{ secret: 'PASSWORD' }}@$PASSWORD` };
    const file = composeOf(systemSpec('prod', [serviceSpec('prod', { environment })]));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
    expect(file.services.api?.environment?.URL).toBe('db://${PASSWORD}@$$PASSWORD');
  });
});

it('networks that Compose alone is told of have the labels of what is ours, and those of others have none', () => {
  const compose = {
    networks: {
      back: null,
      front: { labels: ['a=b'] },
      far: { external: true },
      default: { driver: 'bridge' },
    },
  };
  const { network, ...rest } = systemSpec('prod', [serviceSpec('prod')]);
  const labels = { 'io.acme.system': 'acme', 'io.acme.mode': 'prod' };
  const file = composeOf({ ...rest, network: { ...network, labels }, compose });
  expect(file.networks).toEqual({
    default: { name: network.name, labels, driver: 'bridge' },
    back: { labels },
    front: { labels: ['a=b', 'io.acme.system=acme', 'io.acme.mode=prod'] },
    far: { external: true },
  });
});

it('a secret that is a file comes from the variable, and nothing of the host is mounted for it', () => {
  const service = serviceSpec('prod', { secretFiles: { '/run/secrets/password': 'PASSWORD' } });
  const file = composeOf(systemSpec('prod', [service]));
  expect(file.services.api?.secrets).toEqual([{ source: 'PASSWORD', target: '/run/secrets/password' }]);
  expect(file.secrets).toEqual({ PASSWORD: { environment: 'PASSWORD' } });
});

const OPTIONAL = ['frontend', 'identity-service', 'ollama'];

describe('the file of any system', () => {
  const settings = fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,5})?$/),
    portOffset: fc.integer({ min: 0, max: 50_000 }),
    without: fc.subarray(OPTIONAL),
  });

  const plain = exampleApp();

  it('is YAML with volumes alone in prod, moved ports, and none of what is left out', () => {
    fc.assert(
      fc.property(settings, ({ name, portOffset, without }) => {
        const app = exampleApp({ name, portOffset, without });
        for (const mode of ['dev', 'prod'] as const) {
          const { services, ...file } = composeOf(app[mode]);
          expect(file.name.startsWith(`${name}-`)).toBe(true);
          expect(Object.keys(services)).toEqual(
            plain[mode].services
              .map((service) => service.name)
              .filter((known) => !without.some((w) => w === known)),
          );
          for (const service of Object.values(services)) {
            for (const needed of Object.keys(service.depends_on ?? {}))
              expect(services).toHaveProperty([needed]);
            for (const { type } of service.volumes ?? []) if (mode === 'prod') expect(type).toBe('volume');
          }
          const moved = Object.entries(services).flatMap(([service, { ports = [] }]) =>
            ports.map(({ published }) => [service, Number(published) - portOffset]),
          );
          const before = plain[mode].services.flatMap((service) =>
            service.published.filter(() => service.name in services).map(({ host }) => [service.name, host]),
          );
          expect(moved).toEqual(before);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('leaves no trace of a service that is left out', () => {
    const app = exampleApp({ without: OPTIONAL });
    expect(renderCompose(app.dev)).not.toMatch(/ollama|identity|frontend|REACT_APP/i);
  });

  it('begins with the mark by which it is known as generated, and says what a remark says', () => {
    const file = renderCompose(exampleApp().dev, ['This machine alone:']);
    expect(file.startsWith(generatedHeader(CONVENTIONS))).toBe(true);
    expect(file.split('\n\n')[0]).toContain('\n# This machine alone:');
    expect([composeFileName(CONVENTIONS, 'dev'), composeFileName(CONVENTIONS, 'prod')]).toEqual([
      'docker-compose.dev.yml',
      'docker-compose.clean.yml',
    ]);
  });

  it('says once what services have in common: half of what it would be, and each block begins with what differs', () => {
    // its configuration is its own; the sums are of what there was first, of the job, and of who waits for it
    const app = exampleApp({ without: ['gateway'] });
    for (const [mode, before] of [
      ['dev', 991 + 59 + 14],
      ['prod', 674 + 51 + 14],
    ] as const) {
      const text = renderCompose(app[mode]);
      expect(text.split('\n').length * 2).toBeLessThanOrEqual(before);
      const [, services = ''] = text.split('\nservices:\n');
      const second = [
        ...`\n\n${services.split('\n\nnetworks:')[0]}`.matchAll(/\n\n {2}[\w-]+:\n {4}(\S+):/g),
      ].map(([, key]) => key);
      expect(
        second.filter((key) => !['volumes', 'ports', 'environment', 'image'].includes(key ?? '')),
      ).toEqual([]);
      expect(second).toHaveLength(app[mode].services.length);
    }
  });

  it('has the same anchors and blocks when a service is added', () => {
    const { dev } = exampleApp();
    const more = serviceSpec('dev', {
      ...{ name: 'billing', container: 'opsconductor-billing-dev', pids: 7, tmpfs: {} },
      environment: { DB_HOST: ['elsewhere'] },
      labels: { 'io.opsconductor.service': 'billing' },
    });
    const lines = new Set(renderCompose({ ...dev, services: [...dev.services, more] }).split('\n'));
    expect(
      renderCompose(dev)
        .split('\n')
        .filter((line) => !lines.has(line)),
    ).toEqual([]);
  });

  it('names what is missing where it is run without an env file, and how to get it', () => {
    expect(renderCompose(exampleApp().dev)).toContain(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Compose
      '${POSTGRES_PASSWORD:?./scripts/dev-mode.sh makes it, then add --env-file .opsconductor/secrets.dev.env}',
    );
  });

  it('takes images from the map', () => {
    const file = composeOf(exampleApp({ images: { 'redis:7-alpine': 'mirror.example/redis:7' } }).prod);
    expect(file.services.redis?.image).toBe('mirror.example/redis:7');
  });
});
