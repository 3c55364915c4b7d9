import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageFiles, unprovenAt } from '../../lib/dockerfile/copy-resolution.js';
import type { ContextPath, ImageFiles } from '../../lib/dockerfile/image-files.js';

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'a',
  'b.txt',
  '.',
  '..',
  '',
  '*',
  '[',
  '\\',
  ' ',
  '\0',
  'ü',
];

const path = fc.array(fc.constantFrom(...NAMES), { maxLength: 5 }).map((names) => names.join('/'));
const contextPath: fc.Arbitrary<ContextPath> = fc.oneof(
  fc.record({ path, kind: fc.constantFrom('file', 'dir', 'link') }),
  fc.record({ path, kind: fc.constant('link' as const), to: path }),
);

const unit = fc.constantFrom(
  ...[
    'FROM ',
    'FROM scratch',
    'FROM a AS b',
    ' AS ',
    'COPY ',
    'ADD ',
    'RUN ',
    'WORKDIR ',
    'ENV ',
    'ARG ',
    'ONBUILD ',
  ],
  ...[
    'EXPOSE ',
    'CMD ',
    'ENTRYPOINT ',
    'SHELL ',
    '--from=',
    '0',
    '1',
    '1-99999',
    '["',
    '", "',
    '"]',
    "'",
    '"',
    '`',
  ],
  ...[
    '\n',
    '\n',
    '\n',
    '\r\n',
    '\\\n',
    '# escape=`\n',
    '#',
    '<<E',
    'E',
    '<<',
    ' ',
    ' ',
    '.',
    '..',
    '/',
    '*',
    '[',
    ']',
  ],
  ...[
    '$',
    '${',
    '}',
    ':-',
    ':+',
    '$(',
    ')',
    '(',
    '`',
    '&&',
    ';',
    '|',
    '>',
    'rm ',
    'cd ',
    'a',
    'b',
    'A=',
    '=',
    '\t',
    '\0',
  ],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'ADD https://', '.git', '.tar', '\uFEFF', '\ud800', '~'],
);
const text = fc.string({ unit, maxLength: 60 });

/** What holds for any result. */
function check({ files, unproven, unmatched, exposed, workdir }: ImageFiles): void {
  for (const place of files.keys()) expect(place).toMatch(/^\/./s);
  for (const each of unproven) if (each.path !== undefined) expect(each.path).toMatch(/^\//);
  for (const { line } of [...unproven, ...unmatched, ...exposed, ...files.values()])
    expect(line).toBeGreaterThan(0);
  for (const { port } of exposed) expect(port).toBeLessThanOrEqual(65_535);
  if (workdir !== undefined) expect(workdir).toMatch(/^\//);
}

describe('no input breaks the reader of Dockerfiles', () => {
  it('neither text of any kind', () => {
    fc.assert(
      fc.property(text, fc.array(contextPath, { maxLength: 8 }), (dockerfile, context) => {
        check(imageFiles(dockerfile, context));
        check(imageFiles(`FROM scratch\n${dockerfile}`, context, { target: 'b', args: { A: '__proto__' } }));
        check(imageFiles(`FROM scratch\nCOPY . /x\nFROM a\n${dockerfile}`, context));
      }),
      { numRuns: 1000 },
    );
  });

  it('nor hostile names in a context, and each file of it is in the image that copies it whole', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('__proto__', 'constructor', 'a*', '[', '\\', ' x', 'ü')),
        (names) => {
          const context = names.map((name): ContextPath => ({ path: `d/${name}/f`, kind: 'file' }));
          const { files, unproven } = imageFiles('FROM scratch\nCOPY . /x\n', context);
          expect([...files.keys()].sort()).toEqual(names.map((name) => `/x/d/${name}/f`).sort());
          expect(unproven).toEqual([]);
        },
      ),
    );
  });

  it('nor stages that name themselves or one another', () => {
    const stage = fc.record({ from: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 6 }), (stages) => {
        const lines = stages.map(
          ({ from, name }) => `FROM ${from} AS ${name}\nCOPY --from=${from} / /${name}/\n`,
        );
        check(imageFiles(lines.join(''), [{ path: 'x', kind: 'file' }]));
      }),
    );
  });

  it.each<[title: string, dockerfile: string, context: readonly ContextPath[]]>([
    [
      'links in a circle',
      'FROM scratch\nCOPY a /x\nCOPY . /y\nCOPY a /y/a/b\n',
      [
        { path: 'a', kind: 'link', to: 'b' },
        { path: 'b', kind: 'link', to: './a' },
      ],
    ],
    [
      'links that double',
      'FROM scratch\nCOPY l60 /x\n',
      Array.from(
        { length: 61 },
        (_, n): ContextPath => ({ path: `l${n}`, kind: 'link', to: `l${n - 1}/l${n - 1}` }),
      ),
    ],
    [
      'a link of great length',
      'FROM scratch\nCOPY a /x\n',
      [{ path: 'a', kind: 'link', to: 'x/'.repeat(500_000) }],
    ],
    ['a path of great depth', 'FROM scratch\nCOPY . /x\n', [{ path: 'x/'.repeat(100_000), kind: 'file' }]],
    ['variables that double', `FROM scratch\nENV A=aa\n${'ENV A=$A$A\n'.repeat(100)}COPY . /$A\n`, []],
    ['defaults in defaults', `FROM scratch\nCOPY . ${'${A:-'.repeat(20_000)}\n`, []],
    [
      'working directories without end',
      `FROM scratch\n${'WORKDIR a/b\n'.repeat(3000)}COPY . .\n`,
      [{ path: 'x', kind: 'file' }],
    ],
    [
      'a pattern with many stars',
      `FROM scratch\nCOPY ${'*a'.repeat(200)}b /x/\n`,
      [{ path: 'a'.repeat(2000), kind: 'file' }],
    ],
    ['many instructions', `FROM a\n${'RUN rm x\nCOPY a b\n'.repeat(3000)}`, []],
    ['a long command', `FROM a\nRUN ${'rm /x && '.repeat(30_000)}true\n`, []],
    ['open quotes and substitutions', `FROM a\nRUN ${'$("`'.repeat(5000)}\n`, []],
    ['many words', `FROM scratch\nCOPY ${'a '.repeat(50_000)} /x/\n`, [{ path: 'a', kind: 'file' }]],
  ])('nor %s', (_, dockerfile, context) => {
    const start = Date.now();
    check(imageFiles(dockerfile, context));
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  it('nor stages that double their files, or what is unproven of them', () => {
    const doubling = (begin: string) =>
      begin +
      Array.from(
        { length: 40 },
        (_, n) => `FROM scratch\nCOPY --from=${n} / /a/\nCOPY --from=${n} / /b/\n`,
      ).join('');
    const files = imageFiles(doubling('FROM scratch\nCOPY x /x\n'), [{ path: 'x', kind: 'file' }]);
    expect(unprovenAt(files, '/a').length).toBeGreaterThan(0);
    const unproven = imageFiles(doubling('FROM a\nRUN rm /x\n'), []);
    expect(unproven.unproven.length).toBeLessThanOrEqual(1000);
    check(unproven);
  });

  it('nor a large context, which takes no long time', () => {
    const context = Array.from(
      { length: 100_000 },
      (_, n): ContextPath => ({ path: `d${n % 100}/f${n}.py`, kind: 'file' }),
    );
    const start = Date.now();
    const { files } = imageFiles(
      'FROM scratch\nWORKDIR /app\nCOPY . .\nCOPY */*.py /y/\nCOPY d1 d2 ./\n',
      context,
    );
    expect(files.size).toBe(202_000);
    expect(Date.now() - start).toBeLessThan(20_000);
  });
});
