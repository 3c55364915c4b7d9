import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiskFacts } from '../../host/facts.js';
import { Sources } from '../../host/source-facts.js';
import type { CheckedService } from '../../model/checked-system.js';
import { formatFinding, isError } from '../../model/finding.js';
import { check, RULES } from '../../rules/check.js';
import { GROUPS } from '../../rules/rule.js';
import { exampleApp } from '../system.js';
import { fakeFacts, service, system, type Tree } from './world.js';

const ROOT = join(import.meta.dirname, '../..');

describe('all rules together', () => {
  it('find no error and no warning in OpsConductor, but for what is declared', () => {
    const root = join(ROOT, 'examples/opsconductor');
    const { dev, prod } = exampleApp({ sources: new Sources(root, {}) });
    const findings = check(dev, prod, new DiskFacts(root));
    const severe = findings.filter(
      ({ severity, exception }) => severity !== 'note' && exception === undefined,
    );
    expect(severe.map(formatFinding)).toEqual([]);
  });

  it('come in the order of the rules, dev before prod', () => {
    const root = service({ user: 'root', privileged: true });
    const findings = check(system('dev', [root]), system('prod', [root]), fakeFacts({}));
    expect(findings.map(({ where, rule }) => `${where} ${rule}`)).toEqual([
      'dev/api not-root',
      'prod/api not-root',
      'dev/api not-privileged',
      'prod/api not-privileged',
    ]);
    expect(check(undefined, undefined, fakeFacts({}))).toEqual([]);
  });

  it('are each in the file of their name, in the folder of their group, once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, group } of RULES)
      expect(
        existsSync(join(ROOT, 'rules', id === 'used-exceptions' ? '' : group, `${id}.ts`)),
        `${group}/${id}`,
      ).toBe(true);
    expect(Object.keys(GROUPS)).toEqual(expect.arrayContaining(RULES.map(({ group }) => group)));
    const named = readdirSync(join(ROOT, 'rules/strategy')).map((file) => file.replace(/\.ts$/, ''));
    expect(named.filter((name) => !ids.includes(name))).toEqual([]);
  });

  it('say in one sentence what they claim and in one or two why, with examples that differ', () => {
    for (const { id, claim, why, wrong, right } of RULES) {
      expect(claim, id).toMatch(/^[A-Z].{15,}\.$/);
      expect(why, id).toMatch(/^[A-Z].{15,}\.$/);
      expect(wrong.text.length, id).toBeGreaterThan(5);
      expect(right.text, id).not.toBe(wrong.text);
    }
  });
});

describe('a finding', () => {
  const finding = {
    rule: 'r',
    severity: 'error',
    where: 'dev/a',
    at: 'x',
    problem: 'is bad',
    fix: 'mend it',
  } as const;

  it('is one line to read, with its place', () => {
    expect(formatFinding(finding)).toBe('[dev/a] r: x: is bad. Fix: mend it.');
    expect(formatFinding({ ...finding, place: { file: 'a/Dockerfile', line: 3 } })).toBe(
      '[dev/a] r: x: is bad (a/Dockerfile:3). Fix: mend it.',
    );
  });

  it('ends the run where it is an error without exception', () => {
    expect(isError(finding)).toBe(true);
    expect(isError({ ...finding, exception: 'why' })).toBe(false);
    expect(isError({ ...finding, severity: 'warning' })).toBe(false);
  });
});

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
        for (const finding of check(system('dev', dev), system('prod', prod), fakeFacts(files))) {
          expect(finding.problem.length).toBeGreaterThan(0);
          expect(finding.fix.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('they never repeat a password', () => {
    const password = 'hunter2secret';
    const places = [
      {
        environment: {
          PASSWORD: [password],
          URL: [`http://me:${password}@db:1`],
          X: [{ variable: 'P', fallback: password }],
        },
      },
      { command: ['x', `--password=${password}`, `http://a:${password}@api:9`] },
      { environment: { A: [{ secret: 'URL' }] }, variables: { URL: `http://me:${password}@db:1` } },
      { labels: { token: password } },
    ];
    const db = service({ name: 'db', published: [{ container: 2, host: 1 }] });
    for (const place of places)
      expect(
        JSON.stringify(check(system('dev', [service(place), db]), undefined, fakeFacts({}))),
      ).not.toContain(password);
  });
});
