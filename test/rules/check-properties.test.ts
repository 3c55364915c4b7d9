import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedService } from '../../lib/model/checked-system.js';
import { check } from '../../lib/rules/check.js';
import { CONVENTIONS } from '../conventions.js';
import { fakeFacts, system, type Tree } from './world.js';

describe('whatever a system and a disk are', () => {
  const NAMES = [
    'api',
    'db',
    '__proto__',
    'toString',
    '',
    'a b',
    '../x',
    '.',
    '/',
    '/app',
    '/etc',
    'x\n',
    'ä',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a name that is refused
    '${A}',
    'a:b',
    '*',
    'api/main.py',
  ];
  const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary', maxLength: 8 }));
  const text = fc.oneof(
    name,
    fc.constantFrom(
      'http://api:80',
      'http://a:b@db:5432/x',
      'redis://:@',
      'db:99999',
      'npm run dev',
      'python main.py',
      'nginx -c x',
      '-----',
    ),
    fc.string({ maxLength: 40 }),
  );
  const value = fc.array(
    fc.oneof(text, fc.record({ secret: name }), fc.record({ variable: name, fallback: text })),
    { maxLength: 3 },
  );
  const port = fc.integer({ min: -1, max: 70_000 });
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const source = fc.record(
    {
      directory: name,
      dockerfile: fc.constantFrom('Dockerfile', '../Dockerfile', '/x', ''),
      inline: fc.oneof(
        text,
        fc.constantFrom(
          'FROM x\nCOPY . /app\nCMD python main.py\nEXPOSE 80',
          'FROM a AS b\nFROM b\nCOPY --from=b / /\n',
        ),
      ),
      shared: fc.boolean(),
      only: fc.array(name, { maxLength: 2 }),
      live: fc.array(fc.record({ kind: fc.constantFrom('file', 'dir'), path: name }), { maxLength: 2 }),
    },
    { requiredKeys: ['directory', 'dockerfile', 'shared'] },
  );
  const anyService = fc.record(
    {
      name,
      kind: fc.constantFrom('application', 'backing'),
      container: name,
      image: fc.oneof(
        fc.record({ kind: fc.constant('external'), reference: text }),
        fc.record({ kind: fc.constant('build'), source }),
      ),
      entrypoint: fc.array(text, { maxLength: 3 }),
      command: fc.array(text, { maxLength: 3 }),
      environment: fc.dictionary(
        fc.oneof(name, fc.constantFrom('URL', 'DB_HOST', 'DB_PORT', 'PASSWORD')),
        value,
        { maxKeys: 4 },
      ),
      variables: fc.dictionary(name, text, { maxKeys: 2 }),
      port,
      published: fc.array(fc.record({ container: port, host: optional(port), address: optional(text) }), {
        maxLength: 2,
      }),
      mounts: fc.array(
        fc.oneof(
          fc.record({ type: fc.constant('bind'), source: name, target: name, readOnly: fc.boolean() }),
          fc.record({
            type: fc.constant('volume'),
            volume: optional(name),
            target: name,
            readOnly: fc.boolean(),
          }),
        ),
        { maxLength: 4 },
      ),
      watched: fc.array(fc.record({ path: name, action: fc.constantFrom('sync', 'restart') }), {
        maxLength: 2,
      }),
      healthCheck: fc.record({ test: fc.array(text, { maxLength: 3 }) }),
      dependsOn: fc.array(name, { maxLength: 3 }),
      exceptions: fc.dictionary(name, text, { maxKeys: 2 }),
      labels: fc.dictionary(name, text, { maxKeys: 2 }),
    },
    { requiredKeys: ['name', 'kind', 'environment', 'published', 'mounts', 'dependsOn', 'exceptions'] },
  ) as unknown as fc.Arbitrary<Omit<CheckedService, 'mode'>>;
  const services = fc.array(anyService, { maxLength: 4 });
  const tree = fc.dictionary(
    fc.oneof(
      name,
      fc.constantFrom('api/Dockerfile', 'api/main.py', 'api/package.json', 'shared/a.py', 'api/a/b'),
    ),
    fc.oneof(
      text,
      fc.record({ link: name }),
      fc.record({ kind: fc.constantFrom('socket', 'other', 'unreadable', 'dir') }),
    ),
    { maxKeys: 6 },
  ) as fc.Arbitrary<Tree>;

  it('they say what is wrong, and never fail', () => {
    fc.assert(
      fc.property(services, services, tree, (dev, prod, files) => {
        for (const finding of check(
          system('dev', dev),
          system('prod', prod),
          fakeFacts(files),
          CONVENTIONS,
        )) {
          expect(finding.problem.length).toBeGreaterThan(0);
          expect(finding.fix.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});
