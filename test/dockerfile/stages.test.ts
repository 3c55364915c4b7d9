// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables
import { describe, expect, it } from 'vitest';
import { FileTree } from '../../lib/dockerfile/file-tree.js';
import { readInstructions } from '../../lib/dockerfile/instructions.js';
import { seek } from '../../lib/dockerfile/sources.js';
import { divide, findTarget, neededFor, stageNamed, stageNumbered } from '../../lib/dockerfile/stages.js';

const read = (text: string, passed = {}) => divide(readInstructions(text), passed);

describe('the stages of a Dockerfile', () => {
  it('have what they begin with, a name and instructions', () => {
    const { stages } = read(
      'ARG V=1\nFROM a:$V AS One\nRUN x\nCOPY a b\nFROM --platform=x b:${W}\nFROM "c"\n',
    );
    expect(
      stages.map(({ from, name, instructions }) => [from, name, instructions.map((each) => each.keyword)]),
    ).toEqual([
      ['a:1', 'one', ['RUN', 'COPY']],
      ['b:', undefined, []],
      ['c', undefined, []],
    ]);
    expect(read('# escape=`\nARG V=1\nFROM a`$V$V').stages[0]?.from).toBe('a$V1');
    expect(read('FROM $X\nFROM').stages.map(({ from }) => from)).toEqual(['$X', '']);
  });

  it('share the ARGs before them, and what is passed', () => {
    const text = 'ARG A=1 B\nLABEL C=3\nARG D=$A$B\nFROM x\nARG E=5\n';
    const { args } = read(text, { B: '2', E: '6', toString: 'x' });
    expect([...args.global]).toEqual([
      ['A', '1'],
      ['B', '2'],
      ['D', '12'],
    ]);
    expect(args.passed).toMatchObject({ E: '6' });
    expect([...read(text, { A: '9' }).args.global.values()]).toEqual(['9', null, '9']);
  });

  const FOUR = read('FROM x AS a\nFROM x AS B\nFROM x AS a\nFROM x').stages;

  it('are found by their names, the last one before another stage, or by their numbers', () => {
    expect([stageNamed(FOUR, 'a', 4), stageNamed(FOUR, 'A', 2), stageNamed(FOUR, 'a', 0)]).toEqual([
      2, 0, -1,
    ]);
    expect([stageNamed(FOUR, 'b', 1), stageNamed(FOUR, 'b', 2), stageNamed(FOUR, 'x', 4)]).toEqual([
      -1, 1, -1,
    ]);
    expect(['0', '1', '2', 'a', '1a', 'a1', '-1', ''].map((name) => stageNumbered(name, 2))).toEqual([
      0, 1, -1, -1, -1, -1, -1, -1,
    ]);
    expect(stageNumbered('10', 11)).toBe(10);
    expect([findTarget(FOUR, undefined), findTarget(FOUR, 'A'), findTarget(FOUR, '0')]).toEqual([3, 2, -1]);
  });

  it.each([
    ['FROM a\nFROM b', [1]],
    ['FROM a AS a\nFROM a', [0, 1]],
    ['FROM a AS a\nFROM a AS b\nFROM c AS c\nFROM b', [0, 1, 3]],
    ['FROM a\nFROM b\nCOPY --from=0 x y', [0, 1]],
    ['FROM a AS a\nFROM b AS b\nFROM c\nCOPY --chown=b --from=A x y', [0, 2]],
    ['FROM a\nFROM b\nCOPY --from=1 x y\nCOPY --from=9 x y\nCOPY --from=image x y', [1]],
    ['FROM a AS a\nFROM b AS b\nONBUILD   COPY --from=a x y\nFROM b', [0, 1, 2]],
    ['FROM a AS late\nONBUILD RUN x\nFROM b AS m\nFROM late\nRUN --from=m x', [0, 1, 2]],
    ['FROM x AS base\nONBUILD COPY --from=tool a b\nFROM y AS tool\nFROM z AS other\nFROM base', [0, 1, 3]],
    ['FROM x AS base\nONBUILD ADD --link a b\nFROM y AS add\nFROM base', [0, 2]],
    ['FROM x AS a\nFROM y AS b\nCOPY --from=a x y\nFROM z', [2]],
  ])('are needed: %j', (text, expected) => {
    const { stages } = read(text);
    expect(neededFor(stages.length - 1, stages)).toEqual(expected);
  });
});

describe('a source of COPY', () => {
  const tree = new FileTree({ left: 100 });
  for (const [path, to] of Object.entries({
    '/b.txt': '',
    '/a.txt': '',
    '/dir/c.txt': '',
    '/dir/d/e.txt': '',
    '/link': 'a.txt',
    '/dlink': 'dir',
    '/dir/up': '../a.txt',
    '/broken': 'gone',
    '/a*b': '',
  }))
    tree.put(path, {
      kind: to === '' ? 'file' : 'link',
      origin: { from: 'context', path, line: 0 },
      ...(to === '' ? {} : { to }),
    });
  tree.put('/dark', { kind: 'link', origin: { from: 'context', path: '/dark', line: 0 } });
  const at = (source: string) => {
    const { found, missing, unknown } = seek(tree, source);
    const names = found.map(({ path, node }) =>
      node.kind === 'dir' ? `${path}/` : `${path} < ${node.origin.from === 'context' && node.origin.path}`,
    );
    return [...names, ...(missing ? ['missing'] : []), ...(unknown ? ['unknown'] : [])];
  };

  it.each([
    ['a.txt', ['/a.txt < /a.txt']],
    ['/a.txt', ['/a.txt < /a.txt']],
    ['./a.txt', ['/a.txt < /a.txt']],
    ['/./a.txt', ['/a.txt < /a.txt']],
    ['dir', ['/dir/']],
    ['.', ['//']],
    ['', ['//']],
    ['dir/../a.txt', ['/a.txt < /a.txt']],
    ['link', ['/link < /link']],
    ['dir/up', ['/dir/up < /dir/up']],
    ['dlink', ['/dlink/']],
    ['dlink/c.txt', ['/dlink/c.txt < /dir/c.txt']],
    ['dlink/up', ['/dlink/up < /dir/up']],
    ['broken', ['missing']],
    ['gone', ['missing']],
    ['a.txt/b', ['missing']],
    ['../a.txt', ['missing']],
    ['dir/../../a.txt', ['missing']],
    ['dark', ['unknown']],
    ['dark/x', ['unknown']],
    ['*.txt', ['/a.txt < /a.txt', '/b.txt < /b.txt']],
    ['./?.txt', ['/a.txt < /a.txt', '/b.txt < /b.txt']],
    ['dir/*', ['/dir/c.txt < /dir/c.txt', '/dir/d/', '/dir/up < /dir/up']],
    ['*/c.txt', ['/dir/c.txt < /dir/c.txt']],
    ['*/*/e.txt', ['/dir/d/e.txt < /dir/d/e.txt']],
    ['dlink/*', []],
    ['a\\*b', ['missing']],
    ['d*k', ['/dlink/', 'unknown']],
    ['b[qr]*', ['missing']],
    ['*.md', []],
    ['[', []],
    ['dir/../*.txt', []],
    ['dir//*', []],
    ['*/', []],
  ])('%j is %j', (source, expected) => {
    expect(at(source)).toEqual(expected);
  });
});
