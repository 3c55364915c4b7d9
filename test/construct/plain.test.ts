import { describe, expect, it } from 'vitest';
import type { ServiceDescription } from '../../lib/construct/description.js';
import { command, pythonGet } from '../../lib/construct/health.js';
import { toDefinition } from '../../lib/construct/plain.js';
import { text } from '../../lib/model/environment.js';
import { file } from '../../lib/model/live-path.js';
import { UserError } from '../../lib/model/user-error.js';

const redis: ServiceDescription = {
  image: 'redis:7-alpine',
  port: 6379,
  healthCheck: command('redis-cli', 'ping'),
  memory: 512,
};
const define = (overrides: Partial<ServiceDescription> = {}) =>
  toDefinition('redis', { ...redis, ...overrides }, []);

describe('a service in a line', () => {
  it('is an image of a registry that others reach and no browser does', () => {
    expect(define()).toEqual({
      kind: 'backing',
      image: { upstream: 'redis:7-alpine' },
      port: { container: 6379 },
      environment: {},
      devEnvironment: {},
      healthCheck: redis.healthCheck,
      memory: 512,
      dependsOn: [],
    });
  });

  it('is published where it names a port of the host', () => {
    expect(define({ port: { container: 3000, host: 8002 } }).port).toEqual({ container: 3000, host: 8002 });
    expect(define({ port: { container: 3000, host: undefined } }).port).toEqual({ container: 3000 });
  });

  it('has a name that Compose, the engine and DNS take', () => {
    const named = (name: string) => () => toDefinition(name, redis, []);
    for (const name of ['a'.repeat(63), 'my_service', '2nd.api']) expect(named(name)).not.toThrow();
    for (const name of ['a'.repeat(64), 'my service', '-api', 'api\n', '$(x)', '`x`', 'a/b', ''])
      expect(named(name), name).toThrow(`"${name}" cannot be a service's name`);
  });

  it('serves on further ports, each checked as the first', () => {
    const { otherPorts } = define({ otherPorts: { metrics: 9100, admin: { container: 8081, host: 8081 } } });
    expect(otherPorts).toEqual({ metrics: { container: 9100 }, admin: { container: 8081, host: 8081 } });
    expect(() => define({ otherPorts: { metrics: 0 } })).toThrow('redis: container port 0 is not a TCP port');
  });

  it('needs no port, unless its health check asks at one', () => {
    const { port: _, ...worker } = redis;
    expect(toDefinition('worker', worker, [])).not.toHaveProperty('port');
    expect(() => toDefinition('worker', { ...worker, healthCheck: pythonGet('/health') }, [])).toThrow(
      'worker: its health check needs a port, and it has none',
    );
  });

  it('is asked at its own port whether it is well', () => {
    const { healthCheck } = define({ port: 4200, healthCheck: pythonGet('/api/health') });
    expect(healthCheck?.test.join(' ')).toMatch(/"127\.0\.0\.1", 4200\).*GET \/api\/health HTTP/);
  });
});

describe('an image that is built here', () => {
  it('makes an application of it, with shared/ and the Dockerfile of that name', () => {
    const { kind, image } = define({ image: { directory: 'api' } });
    const source = { directory: 'api', dockerfile: 'Dockerfile', shared: true, live: [] };
    expect({ kind, image }).toEqual({ kind: 'application', image: source });
  });

  it('has no shared/ for a backing service, unless it says so', () => {
    const image = { directory: 'database' };
    expect(define({ kind: 'backing', image }).image).toHaveProperty('shared', false);
    expect(define({ kind: 'backing', image: { ...image, shared: true } }).image).toHaveProperty(
      'shared',
      true,
    );
    expect(define({ image: { ...image, shared: false } }).image).toHaveProperty('shared', false);
  });

  it('is in the order of the spec, whichever order it is written in', () => {
    const live = [file('main.py')];
    const { image } = define({
      image: { live, shared: true, only: ['x'], inline: 'FROM x', dockerfile: 'D', directory: 'd' },
    });
    expect(JSON.stringify(image)).toBe(
      '{"directory":"d","dockerfile":"D","inline":"FROM x","only":["x"],"shared":true,"live":[{"kind":"file","path":"main.py"}]}',
    );
  });
});

describe('an environment', () => {
  const secret = { secret: 'PASSWORD' };

  it('is text, whether it is written as text, as a number or as a secret', () => {
    const environment = { A: 'x', B: 3000, C: secret, D: text`p:${secret}`, E: '', F: 0, G: '$HOME', H: [] };
    const expected = {
      ...{ A: ['x'], B: ['3000'], C: [secret], D: ['p:', secret] },
      ...{ E: [], F: ['0'], G: ['$HOME'], H: [] },
    };
    expect(define({ environment }).environment).toEqual(expected);
    expect(define({ devEnvironment: environment }).devEnvironment).toEqual(expected);
  });

  it('leaves out what is undefined', () => {
    expect(define({ environment: { A: undefined, B: 'x' } }).environment).toEqual({ B: ['x'] });
  });

  it('has no number that is none', () => {
    expect(() => define({ environment: { PORT: Number.NaN } })).toThrow(
      'redis: PORT in its environment is NaN',
    );
  });
});

describe('a secret', () => {
  const KEY = { secret: 'KEY', form: 'fernet' } as const;

  it('has its form beside the environment, wherever it stands', () => {
    const { environment, secretFiles, secretForms } = define({
      environment: { KEY, URL: text`x://${KEY}`, A: { secret: 'A' } },
      secretFiles: { '/run/b': { secret: 'B', form: 'hex 8' }, '/run/c': 'C' },
    });
    expect(environment).toEqual({
      ...{ KEY: [{ secret: 'KEY' }], URL: ['x://', { secret: 'KEY' }] },
      A: [{ secret: 'A' }],
    });
    expect(secretFiles).toEqual({ '/run/b': 'B', '/run/c': 'C' });
    expect(secretForms).toEqual({ B: 'hex 8', KEY: 'fernet' });
  });

  it.each([
    [{ secret: 'key' }, 'redis: "key" cannot be a secret\'s name'],
    [{ secret: 'A_IN_URL' }, "redis: a secret's name cannot end in _IN_URL, as A_IN_URL does"],
    [{ secret: 'A', form: 'hex 0' as const }, 'redis: A cannot have the form "hex 0"'],
  ])('cannot be %j', (secret, problem) => {
    expect(() => define({ environment: { X: secret } })).toThrow(problem);
  });
});

it('shared/ is asked of an application where its Dockerfile has to do with it, unless it says so itself', () => {
  const shared = (image: object, takes: boolean) =>
    toDefinition('web', { ...redis, image: { directory: 'web', ...image } }, [], () => takes).image;
  expect(shared({}, false)).toHaveProperty('shared', false);
  expect(shared({}, true)).toHaveProperty('shared', true);
  expect(shared({ shared: true }, false)).toHaveProperty('shared', true);
});

describe('a value that no container can have', () => {
  const errors: [string, Partial<ServiceDescription>, string, string][] = [
    ['port', { port: 99_999 }, 'container port 99999 is not a TCP port', 'a whole number from 1 to 65535'],
    ['host port', { port: { container: 1, host: 0 } }, 'host port 0 is not a TCP port', 'port offset added'],
    ['memory', { memory: 5 }, 'memory cannot be 5', 'give it a whole number, 6 MiB or more'],
    ['memory of a half', { memory: 64.5 }, 'memory cannot be 64.5', 'whole number'],
    ['cpus', { cpus: 0 }, 'cpus cannot be 0', 'give it a number, 0.01 CPUs or more'],
    ['pids', { pids: 0 }, 'pids cannot be 0', '1 processes or more'],
    ['stopGrace', { stopGrace: -1 }, 'stopGrace cannot be -1', '0 seconds or more'],
  ];

  it.each(
    errors,
  )('as its %s is one line that names the service, and how to fix it', (_, wrong, problem, fix) => {
    const error = (() => {
      try {
        return define(wrong);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: `redis: ${problem}`, fix: expect.stringContaining(fix) });
  });

  it('is none where it is the least that is taken', () => {
    expect(define({ memory: 6, cpus: 0.01, pids: 1, stopGrace: 0 })).toMatchObject({ memory: 6, cpus: 0.01 });
  });
});
