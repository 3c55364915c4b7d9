import { describe, expect, it } from 'vitest';
import { parseCompose } from '../../lib/compose/read/parse.js';
import { composeProblem } from '../../lib/validate/compose-problem.js';

const FILES: Readonly<Record<string, string>> = {
  '/src/c.yml': [
    'include: [sub/more.yml]',
    'services:',
    '  api:',
    '    image: x',
    '    ports: [80]',
    '    networks: [n]',
    '    healthcheck:',
    '      test: x',
    '      interval: 4q',
    '  api.v2: {image: x}',
    'volumes:',
    '  data: {foo: 1}',
  ].join('\n'),
  '/src/sub/more.yml': 'services:\n  api-worker:\n    image: x\n    mem_limit: lots\n',
};

const own = parseCompose([{ path: '/src/c.yml', text: FILES['/src/c.yml'] ?? '' }], {
  mode: 'dev',
  root: '/src',
  env: {},
  readFile: (path) => FILES[path],
});

describe('what Compose says of a setup that it refuses', () => {
  it.each([
    [
      'validating /src/c.yml: services.api.ports must be a array',
      'services.api.ports must be a array',
      'c.yml:5',
    ],
    ['services.api.foo false schema', 'services.api.foo false schema', 'c.yml:3'],
    [
      "'services[api].healthcheck.interval' time: unknown",
      "'services[api].healthcheck.interval' time: unknown",
      'c.yml:9',
    ],
    [
      "'services[api-worker].mem_limit' invalid size",
      "'services[api-worker].mem_limit' invalid size",
      'sub/more.yml:4',
    ],
    [
      'service "api" refers to undefined network n: invalid',
      'service "api" refers to undefined network n: invalid',
      'c.yml:6',
    ],
    ['service "api" is wrong', 'service "api" is wrong', 'c.yml:3'],
    ['services.api.v2.image must be a string', 'services.api.v2.image must be a string', 'c.yml:10'],
    ['validating /src/c.yml: volumes.data false schema', 'volumes.data false schema', 'c.yml:12'],
    [
      'failed to parse /src/sub/more.yml: yaml: line 1: line 4: mapping key "image" is there',
      'yaml: line 1: line 4: mapping key "image" is there',
      'sub/more.yml:4',
    ],
    ['validating /src/sub/more.yml: is wrong', 'is wrong', 'sub/more.yml:1'],
  ])('is at its place: %s', (said, text, at) => {
    const remark = composeProblem(said, own, ['/src']);
    expect(remark?.text).toBe(text);
    expect(`${remark?.place?.file}:${remark?.place?.line}`).toBe(`/src/${at}`);
  });

  it('is of the whole setup where it speaks of no part of it', () => {
    expect(composeProblem('invalid hostPort: 99999', own, [])).toEqual({ text: 'invalid hostPort: 99999' });
    expect(composeProblem('services.apiary.ports is wrong', own, [])).not.toHaveProperty('place');
  });

  it('names files relative to where they are looked for', () => {
    const said = 'env file /src/sub/q.env not found: stat /src/q.env';
    expect(composeProblem(said, own, ['/src', '/src/sub'])?.text).toBe(
      'env file q.env not found: stat q.env',
    );
  });

  it.each([
    'error while interpolating services.a.command: required variable P is missing a value: set it',
    'services.b: container name "x" is already in use by service {}"',
    'dependency cycle detected: a -> b -> a',
    'service "a" depends on undefined service "q": invalid compose project',
  ])('is not repeated where it is said better: %s', (said) => {
    expect(composeProblem(said, own, [])).toBeUndefined();
  });
});
