// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../lib/compose/read/config.js';
import { parseCompose } from '../../lib/compose/read/parse.js';
import type { ComposeOptions, ParsedCompose } from '../../lib/compose/read/parsed.js';
import { SETUPS } from './setups.js';

function read(
  files: Readonly<Record<string, string>>,
  main = ['compose.yml'],
  env: ComposeOptions['env'] = {},
) {
  const disk = new Map(Object.entries(files).map(([path, text]) => [`/src/${path}`, text]));
  const options: ComposeOptions = { mode: 'dev', root: '/src', env, readFile: (path) => disk.get(path) };
  const texts = main.map((path) => ({ path: `/src/${path}`, text: files[path] ?? '' }));
  return { parsed: parseCompose(texts, options), options };
}

/** All that a rule or a report may do with what was parsed. */
function use({ system, places, leftOut, problems }: ParsedCompose): void {
  expect(JSON.parse(JSON.stringify(system))).toBeInstanceOf(Object);
  for (const service of system.services) {
    for (const at of ['image', 'mounts[/x]', 'nothing', '', '[', 'environment[__proto__]'])
      expect(places.find(service.name, at).line).toBeGreaterThan(0);
    for (const mount of service.mounts) expect(typeof mount.target).toBe('string');
    for (const { container } of service.published) expect(Number.isFinite(container)).toBe(true);
  }
  for (const { text, place } of [...leftOut, ...problems]) {
    expect(text.length).toBeGreaterThan(0);
    if (place) expect(place.line).toBeGreaterThan(0);
  }
}

const problemsOf = (text: string, files: Readonly<Record<string, string>> = {}) =>
  read({ 'compose.yml': text, ...files }).parsed.problems.map((it) => it.text);

/** Any value of YAML where another was meant. */
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('${', '$', '__proto__', '80:80', './x:/x', '1s'),
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          'source',
          'target',
          'type',
          'file',
          'service',
          'context',
          'path',
          '<<',
          '__proto__',
          'constructor',
        ),
      ),
      tie('any'),
      { maxKeys: 3 },
    ),
  ),
})).any;

const ATTRIBUTES =
  `build command configs container_name depends_on develop entrypoint environment env_file expose extends
  healthcheck image ipc links network_mode pid ports secrets volumes networks labels tmpfs logging cap_add mem_limit profiles
  x-opsconductor`.split(/\s+/);
const SECTIONS = [
  'name',
  'services',
  'volumes',
  'networks',
  'secrets',
  'configs',
  'include',
  'x-opsconductor',
  'x-a',
];

const shape = fc.record({
  top: fc.dictionary(fc.constantFrom(...SECTIONS), value, { maxKeys: 4 }),
  services: fc.dictionary(
    fc.oneof(fc.constantFrom('a', '__proto__', 'constructor'), fc.string()),
    fc.dictionary(fc.constantFrom(...ATTRIBUTES), value, { maxKeys: 6 }),
    { maxKeys: 3 },
  ),
});

describe('no input ends the reading', () => {
  it('neither a wrong type at any place of a Compose file, nor what Compose might make of it', () => {
    fc.assert(
      fc.property(shape, ({ top, services }) => {
        const file = { services: { ...services }, ...top };
        const { parsed, options } = read({ 'compose.yml': JSON.stringify(file) });
        use(parsed);
        use(parseConfig({ resolved: file, raw: file }, parsed, options));
      }),
      { numRuns: 400, interruptAfterTimeLimit: 30_000 },
    );
  });

  it('nor a right file that is cut, doubled or altered anywhere', () => {
    const setup = fc.constantFrom(...SETUPS);
    fc.assert(
      fc.property(
        setup,
        fc.nat(),
        fc.nat(20),
        fc.oneof(
          fc.string(),
          fc.constantFrom('\t', '- ', ': ', '*a', '&a ', '<<: ', '{', '[', '"', '!!', '\0', '\n'),
        ),
        (chosen, at, length, put) => {
          const [main = 'compose.yml'] = chosen.main ?? [];
          const text = chosen.files[main] ?? '';
          const start = at % (text.length + 1);
          const files = { ...chosen.files, [main]: text.slice(0, start) + put + text.slice(start + length) };
          use(read(files, [...(chosen.main ?? ['compose.yml'])], chosen.env).parsed);
        },
      ),
      { numRuns: 300, interruptAfterTimeLimit: 30_000 },
    );
  });

  it('nor any bytes at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        use(read({ 'compose.yml': text, '.env': text }).parsed);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('nor aliases that stand for billions of values', () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `x-${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
    );
    const text = `x-0: &a0 [lol]\n${levels.join('\n')}\nservices: {a: {image: x, command: *a30}}\n`;
    expect(problemsOf(text)).toContainEqual(expect.stringContaining('aliases stand for more than'));
  });

  it.each([
    ['an anchor in itself', 'services: &a {a: *a}', 'before its anchor'],
    ['a merge key of itself', 'services: {a: &a {<<: *a, image: x}}', 'before its anchor'],
    ['thousands of brackets', `services: ${'['.repeat(20_000)}`, ''],
    ['a deep map', `services: ${'{a: '.repeat(300)}1${'}'.repeat(300)}`, 'deep'],
    ['a file that is a list', '[a, b]', 'a list and not a map'],
    ['a key that is there twice', 'services: {a: {image: x, image: y}}', 'occurs twice'],
    ['an extends of itself', 'services: {a: {extends: a}}', 'extending itself'],
    [
      'extends in a cycle',
      'services: {a: {extends: b}, b: {extends: c}, c: {extends: a}}',
      'extending itself',
    ],
    ['an extends of nothing', 'services: {a: {extends: b}}', 'does not have'],
    [
      'an extends of a missing file',
      'services: {a: {extends: {file: no.yml, service: b}}}',
      'cannot be read',
    ],
    ['an include of itself', 'include: [compose.yml]', 'includes this file'],
    ['an include of nothing', 'include: [no.yml]', 'cannot be read'],
    ['a dollar alone', 'services: {a: {image: "a$"}}', 'starts no variable'],
    ['variables in variables', `services: {a: {image: "${'${A:-'.repeat(5000)}"}}`, 'starts no variable'],
    [
      'all ports many times',
      `services: {a: {ports: [${Array(50).fill('"1-65535:1-65535"').join(', ')}]}}`,
      'more than 65535 ports',
    ],
  ])('nor %s', (_, text, problem) => {
    const { parsed } = read({ 'compose.yml': text });
    use(parsed);
    expect(parsed.problems.map((it) => it.text)).toContainEqual(expect.stringContaining(problem));
  });

  it('nor cycles by way of other files', () => {
    const cycle = {
      'b.yml': 'include: [c.yml]\nservices: {b: {extends: {file: c.yml, service: c}}}',
      'c.yml': 'include: [b.yml]\nservices: {c: {extends: {file: b.yml, service: b}}}',
    };
    const problems = problemsOf(
      'include: [b.yml]\nservices: {a: {image: x, extends: {file: b.yml, service: b}}}',
      cycle,
    );
    expect(problems).toContainEqual(expect.stringContaining('which includes this file'));
    expect(problems).toContainEqual(expect.stringContaining('extending itself'));
  });

  it('nor includes that double at each step', () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`f${i}.yml`, `include: [f${i + 1}.yml, ./f${i + 1}.yml]`]),
    );
    expect(problemsOf('include: [f0.yml]', files)).toContainEqual(
      expect.stringContaining('after 1000 others'),
    );
  });

  it('nor five megabytes, of services or of one line', () => {
    const line = `    environment: {A: "${'x$$'.repeat(20)}"}\n`;
    const services = Array.from(
      { length: 10_000 },
      (_, i) => `  s${i}:\n    image: x:${i}\n${line}${'    # filler\n'.repeat(26)}`,
    ).join('');
    const text = `services:\n${services}`;
    expect(text.length).toBeGreaterThan(4_000_000);
    expect(read({ 'compose.yml': text }).parsed.system.services).toHaveLength(10_000);
    use(read({ 'compose.yml': `services: {a: {image: x, command: "${'${A:-$$'.repeat(600_000)}"}}` }).parsed);
  });

  it('and no key of a file reaches the prototypes of JavaScript', () => {
    const { parsed } = read({
      'compose.yml':
        'services: {__proto__: {environment: {__proto__: polluted}, labels: {constructor: x}}}\n__proto__: {polluted: yes}',
    });
    expect(parsed.system.services[0]?.name).toBe('__proto__');
    expect(Object.entries(parsed.system.services[0]?.environment ?? {})).toEqual([
      ['__proto__', ['polluted']],
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
