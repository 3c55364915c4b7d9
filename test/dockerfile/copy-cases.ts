// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables
import ignoreModule from '@balena/dockerignore';
import type { ContextPath } from '../../lib/dockerfile/image-files.js';

/** A file's text is its own path; `{ link }` is a symbolic link, null an empty directory. */
export type Tree = Readonly<Record<string, { readonly link: string } | 'file' | null>>;

/** A Dockerfile, and what the engine makes of it: measured, and measured again by the live test. */
export interface CopyCase {
  readonly title: string;
  readonly dockerfile: string;
  /** Text of .dockerignore. */
  readonly ignore?: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** Container path → context path that it has its content from, by name. Undefined where the build fails. */
  readonly files?: Readonly<Record<string, string>>;
  /** Sources on which the build fails. */
  readonly unmatched?: readonly string[];
  /** What BuildKit does where it does something else: its files, or it fails. @default - the same */
  readonly buildkit?: Readonly<Record<string, string>> | 'fails';
  /** The same of the BuildKit that came with Engine 25. @default - as before */
  readonly newerBuildkit?: Readonly<Record<string, string>>;
}

export const TREE: Tree = {
  'a.txt': 'file',
  'b.txt': 'file',
  'dir/r.txt': 'file',
  'dir/sub/s.txt': 'file',
  'dir/up': { link: '../a.txt' },
  'dir2/r.txt': 'file',
  link: { link: 'a.txt' },
  dlink: { link: 'dir' },
  broken: { link: 'nothing' },
  empty: null,
  'with space/a b.txt': 'file',
  '.hidden': 'file',
};

/** The tree as a build context, .dockerignore applied as disk/context does it. */
export function contextOf(ignore: string | undefined): ContextPath[] {
  const filter = ignoreModule
    .default()
    .add(ignore ?? '')
    .createFilter();
  const paths: ContextPath[] = Object.entries(TREE).map(([path, node]) => {
    if (node === null) return { path, kind: 'dir' };
    return node === 'file' ? { path, kind: 'file' } : { path, kind: 'link', to: node.link };
  });
  if (ignore !== undefined) paths.push({ path: '.dockerignore', kind: 'file' });
  return paths.filter(({ path }) => filter(path));
}

/** All of the context below a container path. */
function all(below: string, without: readonly string[] = []): Record<string, string> {
  const files = Object.keys(TREE).filter((path) => TREE[path] !== null && !without.includes(path));
  return Object.fromEntries(files.map((path) => [`${below}/${path}`, path]));
}

/** All of `dir` below a container path. */
function dir(below: string): Record<string, string> {
  return {
    [`${below}/r.txt`]: 'dir/r.txt',
    [`${below}/sub/s.txt`]: 'dir/sub/s.txt',
    [`${below}/up`]: 'dir/up',
  };
}

/** Cases that begin FROM scratch alone leave that line out. */
function scratch(title: string, text: string, result: Omit<CopyCase, 'title' | 'dockerfile'>): CopyCase {
  return { title, dockerfile: `FROM scratch\n${text}\n`, ...result };
}

const ok = (files: Record<string, string>, buildkit?: CopyCase['buildkit']) => ({
  files,
  ...(buildkit !== undefined && { buildkit }),
});
const fails = (unmatched: readonly string[] = [], buildkit?: CopyCase['buildkit']) => ({
  unmatched,
  ...(buildkit !== undefined && { buildkit }),
});

const DESTINATIONS: readonly CopyCase[] = [
  scratch('a file to a new name', 'COPY a.txt /x', ok({ '/x': 'a.txt' })),
  scratch('a file to a directory', 'COPY a.txt /x/', ok({ '/x/a.txt': 'a.txt' })),
  scratch('a file to a new name in new directories', 'COPY a.txt /x/y/z', ok({ '/x/y/z': 'a.txt' })),
  scratch('a file to the root', 'COPY a.txt /', ok({ '/a.txt': 'a.txt' })),
  {
    ...scratch('a destination that ends with a dot', 'COPY a.txt /y/.', ok({ '/y': 'a.txt' })),
    newerBuildkit: { '/y/a.txt': 'a.txt' },
  },
  scratch('a destination that climbs', 'COPY a.txt ../../p/../q/./r', ok({ '/q/r': 'a.txt' })),
  scratch('a destination with doubled slashes', 'COPY a.txt /p//q//', ok({ '/p/q/a.txt': 'a.txt' })),
  scratch('an empty destination', 'COPY a.txt ""', ok({ '/a.txt': 'a.txt' })),
  scratch('a directory that a COPY made', 'COPY empty /x\nCOPY a.txt /x', ok({ '/x/a.txt': 'a.txt' })),
  scratch(
    'a directory inside a copied directory',
    'COPY dir /x\nCOPY a.txt /x/sub',
    ok({ ...dir('/x'), '/x/sub/a.txt': 'a.txt' }),
  ),
  scratch('a directory that WORKDIR made', 'WORKDIR /x\nCOPY a.txt /x', ok({ '/x/a.txt': 'a.txt' })),
  scratch('the parent of the working directory', 'WORKDIR /x/y\nCOPY a.txt ..', ok({ '/x/a.txt': 'a.txt' })),
  scratch('a file over a file', 'COPY a.txt /x/f\nCOPY b.txt /x/f', ok({ '/x/f': 'b.txt' })),
  scratch('directories over each other', 'COPY dir dir2 /x/', ok({ ...dir('/x'), '/x/r.txt': 'dir2/r.txt' })),
  scratch('the same the other way round', 'COPY dir2 dir /x/', ok(dir('/x'))),
  scratch(
    'a directory in which a file becomes a directory',
    'COPY dir/r.txt /x/sub\nCOPY dir /x',
    ok(dir('/x'), 'fails'),
  ),
  scratch(
    'a file that takes the place of a directory',
    'COPY b.txt /x/a.txt/b.txt\nCOPY a.txt /x/',
    ok({ '/x/a.txt': 'a.txt' }, 'fails'),
  ),
  scratch(
    'a link that takes the place of a directory',
    'COPY a.txt /x/link/b\nCOPY . /x',
    ok(all('/x'), 'fails'),
  ),
  scratch('a directory to the name of a file', 'COPY a.txt /x\nCOPY dir /x', fails()),
  scratch('a file where a file is the directory', 'COPY a.txt /x\nCOPY b.txt /x/', fails()),
  scratch('a file below a file', 'COPY a.txt /x\nCOPY b.txt /x/y', fails()),
  scratch('a working directory that is a file', 'COPY a.txt /x\nWORKDIR /x', fails()),
  scratch(
    'several sources to a name without a slash',
    'WORKDIR /x\nCOPY a.txt b.txt .',
    fails([], { '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' }),
  ),
  scratch('no destination', 'COPY a.txt', fails()),
];

const SOURCES: readonly CopyCase[] = [
  scratch('the whole context', 'COPY . /x', ok(all('/x'))),
  scratch('the whole context as its root', 'COPY / /x/', ok(all('/x'))),
  scratch('the contents of a directory', 'COPY dir /x', ok(dir('/x'))),
  scratch('the contents of a directory with a slash', 'COPY dir/ /x', ok(dir('/x'))),
  scratch('the contents of a directory with a dot', 'COPY dir/. /x', ok(dir('/x'))),
  scratch('a file with a slash', 'COPY a.txt/ /x', ok({ '/x': 'a.txt' })),
  scratch('an absolute source', 'COPY /dir/r.txt /x', ok({ '/x': 'dir/r.txt' })),
  scratch('a source that climbs and returns', 'COPY dir/../a.txt /x/', ok({ '/x/a.txt': 'a.txt' })),
  scratch('a source with doubled slashes', 'COPY dir//r.txt /x', ok({ '/x': 'dir/r.txt' })),
  scratch('a source outside of the context', 'COPY ../a.txt /x', fails(['../a.txt'], { '/x': 'a.txt' })),
  scratch('a source that is not there', 'COPY a.txt nope /x/', fails(['nope'])),
  scratch('a file and a directory', 'COPY b.txt dir /x/', ok({ '/x/b.txt': 'b.txt', ...dir('/x') })),
  scratch('several files', 'COPY a.txt b.txt /x/', ok({ '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' })),
  scratch('quoted words', `COPY 'a.txt' "/x"`, ok({ '/x': 'a.txt' })),
  scratch('a quote without its end', 'COPY "a.txt /x', fails()),
  scratch(
    'names with spaces in the JSON form',
    'COPY ["with space/a b.txt", "/x y/"]',
    ok({ '/x y/a b.txt': 'with space/a b.txt' }),
  ),
  scratch('the JSON form with spaces around', 'COPY [ "a.txt" , "/o/" ] ', ok({ '/o/a.txt': 'a.txt' })),
  scratch('a word like the JSON form that is none', `COPY ["a.txt",'/x']`, fails()),
  scratch('a comment that is none', 'COPY a.txt /o/ # no', fails(['/o/', '#'])),
  scratch(
    'ADD of files and directories',
    'ADD a.txt /o/\nADD dir /o',
    ok({ '/o/a.txt': 'a.txt', ...dir('/o') }),
  ),
  scratch('another owner', 'COPY --chown=1:1 a.txt /o/', ok({ '/o/a.txt': 'a.txt' })),
  scratch('instructions in small letters', '  copy a.txt /o/\n\tadd\tb.txt\t/o/', {
    files: { '/o/a.txt': 'a.txt', '/o/b.txt': 'b.txt' },
  }),
];

const PATTERNS: readonly CopyCase[] = [
  scratch('a star', 'COPY *.txt /x/', ok({ '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' })),
  scratch('a star after ./', 'COPY ./*.txt /x/', ok({ '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' })),
  scratch('a star that matches one file', 'COPY a*.txt /x', ok({ '/x': 'a.txt' })),
  scratch('a star that matches a hidden file', 'COPY .h* /x', ok({ '/x': '.hidden' })),
  scratch('a star in the middle of a path', 'COPY */r.txt /x/', ok({ '/x/r.txt': 'dir2/r.txt' })),
  scratch('two stars, which are one', 'COPY **/r.txt /x/', ok({ '/x/r.txt': 'dir2/r.txt' })),
  scratch('directories by a star', 'COPY dir* /x/', ok({ ...dir('/x'), '/x/r.txt': 'dir2/r.txt' })),
  scratch('what is in a directory', 'COPY dir/* /x/', {
    files: { '/x/r.txt': 'dir/r.txt', '/x/s.txt': 'dir/sub/s.txt', '/x/up': 'dir/up' },
  }),
  scratch('a set', 'COPY [ab].txt /x/', ok({ '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' })),
  scratch('all but a set', 'COPY [^a].txt /x/', ok({ '/x/b.txt': 'b.txt' })),
  scratch('a range and one of any', 'COPY [a-b].tx? /x/', ok({ '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' })),
  scratch('an exclamation mark, which negates nothing', 'COPY [!a].txt /x/', ok({ '/x/a.txt': 'a.txt' })),
  scratch('a malformed set', 'COPY [a.txt /x/', fails(['[a.txt'])),
  scratch('a variable with a star', 'ENV A=*.txt\nCOPY $A /x/', {
    files: { '/x/a.txt': 'a.txt', '/x/b.txt': 'b.txt' },
  }),
  scratch('a star that matches nothing', 'COPY *.nope /x/', fails(['*.nope'], {})),
  scratch('a star that matches nothing beside a file', 'COPY a.txt *.nope /x/', ok({ '/x/a.txt': 'a.txt' })),
  scratch('a star in an empty directory', 'COPY empty/* /p/', fails(['empty/*'], {})),
  scratch('a star through ..', 'COPY dir/../a*.txt /x', fails(['dir/../a*.txt'], { '/x': 'a.txt' })),
  scratch('several matches to a name without a slash', 'COPY [ab].txt /x', fails([], { '/x': 'b.txt' })),
  scratch('a star that matches a broken link', 'COPY b* /x/', fails(['b*'])),
];

const LINKS: readonly CopyCase[] = [
  scratch('a link by its name', 'COPY link /x/', ok({ '/x/link': 'link' })),
  scratch('a link to a directory by its name', 'COPY dlink /x/', ok(dir('/x'))),
  scratch('a file behind a link', 'COPY dlink/r.txt /x/', ok({ '/x/r.txt': 'dir/r.txt' })),
  scratch('a link that climbs', 'COPY dir/up /x/', ok({ '/x/up': 'dir/up' })),
  scratch('links by a star', 'COPY *link /x/', ok({ '/x/link': 'link', ...dir('/x') })),
  scratch('a star behind a link', 'COPY dlink/*.txt /x', fails(['dlink/*.txt'], { '/x': 'dir/r.txt' })),
  scratch('a link to nothing', 'COPY broken /x/', fails(['broken'])),
  scratch('a link over a link', 'COPY . /x\nCOPY link /x/', ok(all('/x'))),
  scratch(
    'a destination through a link',
    'COPY . /x\nCOPY b.txt /x/dlink/\nCOPY b.txt /x/dlink/q/r',
    ok({ ...all('/x'), '/x/dir/b.txt': 'b.txt', '/x/dir/q/r': 'b.txt' }),
  ),
  scratch(
    'a destination that is a link to a file',
    'COPY . /x\nCOPY b.txt /x/link',
    ok({ ...all('/x'), '/x/a.txt': 'b.txt' }),
  ),
  scratch(
    'a destination that is a link to nothing',
    'COPY . /x\nCOPY b.txt /x/broken',
    ok({ ...all('/x'), '/x/nothing': 'b.txt' }),
  ),
  scratch(
    'a working directory behind a link',
    'COPY . /x\nWORKDIR /x/dlink\nCOPY b.txt .',
    ok({ ...all('/x'), '/x/dir/b.txt': 'b.txt' }),
  ),
  scratch('a directory behind a link to a file', 'COPY . /x\nCOPY b.txt /x/link/', fails()),
];

const VARIABLES: readonly CopyCase[] = [
  scratch(
    'chained working directories',
    'WORKDIR a\nWORKDIR b/../c\nCOPY a.txt .',
    ok({ '/a/c/a.txt': 'a.txt' }),
  ),
  scratch('a working directory in quotes', 'WORKDIR "/a b"\nCOPY a.txt .', ok({ '/a b/a.txt': 'a.txt' })),
  scratch('a working directory with a space', 'WORKDIR /a b\nCOPY a.txt .', ok({ '/a b/a.txt': 'a.txt' })),
  scratch(
    'a working directory of a variable',
    'ENV A=/p\nWORKDIR $A/q\nCOPY a.txt .',
    ok({ '/p/q/a.txt': 'a.txt' }),
  ),
  scratch(
    'ENV that sees no ENV of its own line',
    'ENV A=1 B=$A\nCOPY a.txt /w$A-$B',
    ok({ '/w1-': 'a.txt' }),
  ),
  scratch('ENV without an equals sign', 'ENV V v w  x\nCOPY a.txt "/y$V"', ok({ '/yv w  x': 'a.txt' })),
  scratch(
    'ENV with an equals sign in its value alone',
    'ENV V a=b c\nCOPY a.txt "/y$V"',
    ok({ '/ya=b c': 'a.txt' }),
  ),
  scratch(
    'ENV with quotes',
    `ENV V="v w" W='a b' X=a\\ b\nCOPY a.txt /y$V$W$X`,
    ok({ '/yv wa ba b': 'a.txt' }),
  ),
  scratch('a default for nothing', 'ENV V=\nCOPY a.txt /y${V:-d}/${V:+p}/', ok({ '/yd/a.txt': 'a.txt' })),
  scratch(
    'a default for something',
    'ENV V=v\nCOPY a.txt /y${V:-d}/${V:+p}/',
    ok({ '/yv/p/a.txt': 'a.txt' }),
  ),
  scratch('a default inside a default', 'ENV W=w\nCOPY a.txt /y${X:-a${W}b}x', ok({ '/yawbx': 'a.txt' })),
  scratch(
    'variables in the JSON form',
    'ENV A=dir\nCOPY ["$A/r.txt", "/x/$A"]',
    ok({ '/x/dir': 'dir/r.txt' }),
  ),
  scratch('a dollar that is escaped', 'ENV V=v\nCOPY a.txt /y\\$V', ok({ '/y$V': 'a.txt' })),
  scratch('a dollar in single quotes', `ENV V=v\nCOPY a.txt '/y$V'`, ok({ '/y$V': 'a.txt' })),
  scratch('a dollar alone, a number and a sign', 'COPY a.txt /x$1y$@z$', ok({ '/xyz$': 'a.txt' })),
  scratch('an unset variable, which is the context', 'COPY $NOPE /x/', ok(all('/x'))),
  scratch(
    'a variable of two words, which is one',
    'ENV V=a.txt\\ b.txt\nCOPY $V /y/',
    fails(['a.txt b.txt']),
  ),
  scratch('a brace without its end', 'COPY ${A /x', fails()),
  scratch('ARG with a default', 'ARG A=x B=y\nCOPY a.txt /$A/$B', ok({ '/x/y': 'a.txt' })),
  scratch('ARG that is passed', 'ARG A=x\nCOPY a.txt /$A$B', {
    args: { A: 'p', B: 'q' },
    files: { '/p': 'a.txt' },
  }),
  scratch('ARG of another ARG', 'ARG A=x\nARG B=$A-y\nCOPY a.txt /$B', ok({ '/x-y': 'a.txt' })),
  {
    title: 'ARG before FROM, which a stage has to ask for',
    dockerfile: 'ARG V=g\nARG W=${V}w\nFROM scratch\nWORKDIR /x$V\nARG W\nCOPY a.txt /y$W\n',
    files: { '/ygw': 'a.txt' },
  },
  {
    title: 'ARG before FROM that is passed and has a default of its own in the stage',
    dockerfile: 'ARG V=g\nFROM scratch\nARG V=l\nCOPY a.txt /$V\n',
    args: { V: 'p' },
    files: { '/p': 'a.txt' },
  },
  scratch(
    'ENV, which wins over ARG',
    'ARG V=l\nENV V=e\nARG V=z\nCOPY a.txt /y$V',
    ok({ '/ye': 'a.txt' }, { '/yz': 'a.txt' }),
  ),
];

const STAGES: readonly CopyCase[] = [
  {
    title: 'a stage upon a stage',
    dockerfile:
      'FROM scratch AS One\nWORKDIR /w\nENV Q=q\nCOPY a.txt /o/\nFROM one\nCOPY b.txt $Q/\nCOPY b.txt /o/\n',
    files: { '/o/a.txt': 'a.txt', '/o/b.txt': 'b.txt', '/w/q/b.txt': 'b.txt' },
  },
  {
    title: 'stages by name and number',
    dockerfile:
      'FROM scratch AS one\nCOPY . /o/\nFROM scratch\nCOPY --from=one /o/dir /z\nCOPY --from=0 o/a.txt /z/\n' +
      'COPY --from=ONE /o/link /zz\nCOPY --from=one /o/[ab].txt /g/\n',
    files: { ...dir('/z'), '/z/a.txt': 'a.txt', '/zz': 'link', '/g/a.txt': 'a.txt', '/g/b.txt': 'b.txt' },
  },
  {
    title: 'the root of a stage, with its empty directory',
    dockerfile:
      'FROM scratch AS a\nWORKDIR /e/f\nCOPY b.txt /e/\nFROM scratch\nCOPY --from=a / /y/\nCOPY a.txt /y/e/f\n',
    files: { '/y/e/b.txt': 'b.txt', '/y/e/f/a.txt': 'a.txt' },
  },
  {
    title: 'a file behind a link of a stage',
    dockerfile: 'FROM scratch AS one\nCOPY . /o/\nFROM scratch\nCOPY --from=one /o/dlink/r.txt /z\n',
    files: { '/z': 'dir/r.txt' },
  },
  {
    title: 'a source that its stage has not',
    dockerfile: 'FROM scratch AS one\nWORKDIR /o\nCOPY . /o/\nFROM scratch\nCOPY --from=one a.txt /z\n',
    unmatched: ['a.txt'],
  },
  {
    title: 'a pattern that matches nothing in its stage',
    dockerfile: 'FROM scratch AS one\nCOPY . /o/\nFROM scratch\nCOPY --from=one /o/nope* /z\n',
    unmatched: ['/o/nope*'],
    buildkit: {},
  },
  {
    title: 'a stage that copies from itself',
    dockerfile: 'FROM scratch\nCOPY a.txt /x\nCOPY --from=0 /x /y\n',
    unmatched: [],
  },
  {
    title: 'a target by its name',
    dockerfile: 'FROM scratch AS one\nCOPY a.txt /o/\nFROM one AS two\nCOPY b.txt /o/\n',
    target: 'ONE',
    files: { '/o/a.txt': 'a.txt' },
  },
  {
    title: 'a target by its number, which no engine takes',
    dockerfile: 'FROM scratch\nCOPY a.txt /o/\nFROM scratch\nCOPY b.txt /o/\n',
    target: '0',
    unmatched: [],
  },
  {
    title: 'ONBUILD, which the next stage does',
    dockerfile:
      'FROM scratch AS one\nWORKDIR /o\nONBUILD COPY a.txt .\nFROM one AS two\nWORKDIR /p\nFROM two\nCOPY b.txt .\n',
    files: { '/o/a.txt': 'a.txt', '/p/b.txt': 'b.txt' },
  },
];

const LINES: readonly CopyCase[] = [
  {
    title: 'a backtick that continues lines',
    dockerfile: '# escape=`\nFROM scratch\nCOPY a.txt `\n /o/\n',
    files: { '/o/a.txt': 'a.txt' },
  },
  scratch('comments and empty lines in a continued line', 'COPY a.txt \\\n# b.txt\n  b.txt \\\n\n /o/', {
    files: { '/o/a.txt': 'a.txt', '/o/b.txt': 'b.txt' },
  }),
  scratch('spaces behind a backslash', 'COPY a.txt \\  \n /o/', ok({ '/o/a.txt': 'a.txt' })),
  scratch('a word that is continued', 'COPY a\\\n.txt /x', ok({ '/x': 'a.txt' })),
  scratch('an unknown instruction', 'COPPY a.txt /x', fails()),
];

const IGNORED: readonly CopyCase[] = [
  scratch('.dockerignore with a negation', 'COPY . /x', {
    ignore: '**/*.txt\n!a.txt\n!dir/sub/*\n',
    files: {
      ...all('/x', ['b.txt', 'dir/r.txt', 'dir2/r.txt', 'with space/a b.txt']),
      '/x/.dockerignore': '.dockerignore',
    },
  }),
  scratch('.dockerignore that ignores all but one', 'COPY . /x', {
    ignore: '*\n!dir/sub/s.txt\n',
    files: { '/x/dir/sub/s.txt': 'dir/sub/s.txt' },
  }),
  scratch('a source that .dockerignore leaves out', 'COPY dir /x', {
    ignore: '# all\ndir\n',
    unmatched: ['dir'],
  }),
  scratch('a pattern that .dockerignore leaves nothing to', 'COPY [ab].txt /x/', {
    ignore: '*.txt\n',
    unmatched: ['[ab].txt'],
  }),
];

export const CASES: readonly CopyCase[] = [
  ...DESTINATIONS,
  ...SOURCES,
  ...PATTERNS,
  ...LINKS,
  ...VARIABLES,
  ...STAGES,
  ...LINES,
  ...IGNORED,
];
