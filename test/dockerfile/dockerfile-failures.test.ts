import { describe, expect, it } from 'vitest';
import { imageFiles } from '../../lib/dockerfile/copy-resolution.js';
import { readInstructions } from '../../lib/dockerfile/instructions.js';

const CONTEXT = ['a.txt', 'b.txt', 'dir/c.txt', 'x.d.ts'].map((path) => ({ path, kind: 'file' as const }));
const read = (text: string) => imageFiles(text, CONTEXT);
/** `line why @ path`, `*` for anywhere. */
const unproven = (text: string) =>
  read(text).unproven.map(({ line, why, path }) => `${line} ${why} @ ${path ?? '*'}`);

describe('a build that fails', () => {
  it.each([
    ['COPY a.txt', 'COPY: the build fails: it has no source or no destination @ *'],
    ['COPY', 'COPY: the build fails: it has no source or no destination @ *'],
    ['COPY --from=9 a b', 'COPY: the build fails: there is no earlier stage 9 @ /b'],
    ['COPY --from=10 a b', 'COPY: the build fails: there is no earlier stage 10 @ /b'],
    [
      'COPY a.txt b.txt /x',
      'COPY: the build fails: several sources need a destination that ends with / @ /x',
    ],
    [
      'COPY <<E a.txt /x\nE',
      'COPY: the build fails: several sources need a destination that ends with / @ /x',
    ],
    [
      'COPY a.txt /x\nCOPY dir /x',
      'COPY: the build fails: /x is, or is below, something that is not a directory @ /x',
    ],
    [
      'COPY a.txt /x\nCOPY b.txt /x/y',
      'COPY: the build fails: /x/y is, or is below, something that is not a directory @ /x/y',
    ],
    [
      'COPY a.txt /x\nCOPY b.txt /x/',
      'COPY: the build fails: /x is, or is below, something that is not a directory @ /x',
    ],
    [
      'COPY a.txt /x\nWORKDIR /x',
      'WORKDIR: the build fails: /x is, or is below, something that is not a directory @ /x',
    ],
    [
      'COPY a.txt /x\nWORKDIR /x/y',
      'WORKDIR: the build fails: /x/y is, or is below, something that is not a directory @ /x/y',
    ],
    ['LABELS a=b', 'LABELS: the build fails: there is no such instruction @ *'],
  ])('by %j is said to', (text, expected) => {
    const all = unproven(`FROM scratch\n${text}`);
    expect(all.at(-1)?.replace(/^\d+ /, '')).toBe(expected);
  });

  it('has no stage of its own number, and takes a number for no image', () => {
    expect(unproven('FROM a AS b\nCOPY --from=0 a.txt /')).toEqual([
      '2 COPY: the build fails: there is no earlier stage 0 @ /',
    ]);
    expect(unproven('FROM scratch\nCOPY --from=1a /etc/x /y/')).toEqual([
      '2 COPY: what /etc/x is in the image 1a is not known @ /y',
    ]);
  });
});

describe('what may be a directory', () => {
  it('is a name that a RUN may have made, or one of the base image', () => {
    const why = (path: string) =>
      `COPY: whether ${path} is a directory of the base image is not known @ ${path}`;
    expect(unproven('FROM scratch\nRUN ["/setup.sh"]\nCOPY a.txt /x')).toEqual([
      '2 RUN: what setup.sh changes is not known @ *',
      `3 ${why('/x')}`,
    ]);
    expect(unproven('FROM scratch\nRUN ["touch", "/x"]\nCOPY a.txt /x')).toContain(`3 ${why('/x')}`);
    expect(unproven('FROM scratch\nRUN ["touch", "/y"]\nCOPY a.txt /x')).toEqual([
      '2 RUN: touch may change it @ /y',
    ]);
    expect(unproven('FROM a\nCOPY x.d.ts /x.ts\nCOPY x.d.ts /ts\nCOPY dir/c.txt /c.txt.bak')).toEqual([
      `3 ${why('/ts')}`,
      `4 ${why('/c.txt.bak')}`,
    ]);
  });
});

describe('what cannot be proven', () => {
  it('ends at a thousand lines, the last of which says so', () => {
    const text = `FROM a\n${'RUN x\n'.repeat(1200)}`;
    const all = unproven(text);
    expect(all).toHaveLength(1000);
    expect(all.at(-2)).toBe('1000 RUN: what x changes is not known @ *');
    expect(all.at(-1)).toBe('1201 too much here cannot be proven @ *');
    expect(unproven(`FROM a\n${'RUN x\n'.repeat(1000)}`).at(-1)).toBe(
      '1001 RUN: what x changes is not known @ *',
    );
  });

  it('has a path and a program only where they are known', () => {
    const [anywhere, somewhere] = read('FROM a\nRUN x\nCOPY --from=b /c /d/').unproven;
    expect(Object.keys(anywhere ?? {})).toEqual(['line', 'why', 'by']);
    expect(Object.keys(somewhere ?? {})).toEqual(['line', 'why', 'path']);
  });

  it('is a path that is too long', () => {
    expect(unproven(`FROM scratch\nCOPY a.txt /${'x'.repeat(4100)}/`)).toEqual([
      '2 COPY: too many files, or a path that is too long @ *',
    ]);
  });
});

describe('instructions', () => {
  it.each([
    ['FROM a', ['FROM|a']],
    ['  from  a  ', ['FROM|a']],
    ['RUN a \\\n  # note\n\n  b\n  # note \\\nRUN c', ['RUN|a   b', 'RUN|c']],
    ['RUN a \\  \n b', ['RUN|a  b']],
    ['# no\nRUN a # b', ['RUN|a # b']],
    ['RUN <<A <<-B\na\nA\n\t\tb\tc\n\tB\nRUN d', ['RUN|<<A <<-B|a\n|b\tc\n', 'RUN|d']],
    ['ADD <<A x\nA\nCOPY <<"B" x\n\tb\nB', ['ADD|<<A x|', 'COPY|<<"B" x|\tb\n']],
    ['RUN <<A\nb', ['RUN|<<A|b\n']],
    ['RUN a <<<A\nRUN b', ['RUN|a <<<A', 'RUN|b']],
  ])('of %j', (text, expected) => {
    const all = readInstructions(text).list.map(({ keyword, text: rest, heredocs }) =>
      [keyword, rest, ...heredocs.map(({ body }) => body)].join('|'),
    );
    expect(all).toEqual(expected);
  });
});
