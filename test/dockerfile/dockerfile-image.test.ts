// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables
import { describe, expect, it } from 'vitest';
import { imageFiles, unprovenAt } from '../../lib/dockerfile/copy-resolution.js';
import type { ContextPath, ImageOptions } from '../../lib/dockerfile/image-files.js';

const PATHS = [
  'main.py',
  'lib/a.py',
  'lib/sub/b.py',
  'web/index.html',
  'rootfs.tar',
  'x.tar.gz',
  'data.gz',
  'Caddyfile',
  ...[
    'a.tar',
    'a.TAR.xz',
    'a.tgz',
    'a.tbz',
    'a.tbz2',
    'a.txz',
    'a.tzst',
    'atar',
    'a.tarx',
    'a.tgz.asc',
    'tgz',
  ],
];
const CONTEXT: readonly ContextPath[] = [
  ...PATHS.map((path): ContextPath => ({ path, kind: 'file' })),
  { path: 'link', kind: 'link' },
];

function read(text: string, options?: ImageOptions) {
  return imageFiles(text, CONTEXT, options);
}

/** `path < source`, in order of paths. */
function files(text: string): string[] {
  return [...read(text).files]
    .map(([path, origin]) => {
      if (origin.from === 'context') return `${path} < ${origin.path}`;
      return `${path} < ${origin.from === 'image' ? origin.image : origin.from}`;
    })
    .sort();
}

/** `line why @ path`, `*` for anywhere. */
function unproven(text: string, options?: ImageOptions): string[] {
  return read(text, options).unproven.map(({ line, why, path }) => `${line} ${why} @ ${path ?? '*'}`);
}

describe('what cannot be proven of a COPY', () => {
  const CASES: readonly [
    title: string,
    text: string,
    files: readonly string[],
    unproven: readonly string[],
  ][] = [
    [
      'a name in a base image that may be a directory',
      'FROM a\nCOPY main.py /x\n',
      [],
      ['2 COPY: whether /x is a directory of the base image is not known @ /x'],
    ],
    ['a name with the same ending', 'FROM a\nCOPY main.py /x.py\n', ['/x.py < main.py'], []],
    ['the same name', 'FROM a\nCOPY Caddyfile /etc/Caddyfile\n', ['/etc/Caddyfile < Caddyfile'], []],
    [
      'another name without an ending',
      'FROM a\nCOPY Caddyfile /etc/other\n',
      [],
      ['2 COPY: whether /etc/other is a directory of the base image is not known @ /etc/other'],
    ],
    [
      'a name over a file',
      'FROM a\nCOPY Caddyfile /c/\nCOPY main.py /c/Caddyfile\n',
      ['/c/Caddyfile < main.py'],
      [],
    ],
    [
      'a directory that RUN makes',
      'FROM a\nRUN mkdir -p /x/y\nCOPY main.py /x/y\n',
      ['/x/y/main.py < main.py'],
      [],
    ],
    [
      'a directory that RUN makes again',
      'FROM a\nCOPY lib /x\nRUN mkdir -p /x /x/a.py/y\n',
      ['/x/a.py < lib/a.py', '/x/sub/b.py < lib/sub/b.py'],
      [],
    ],
    [
      'a relative destination where the working directory is unknown',
      'FROM a\nWORKDIR b\nCOPY main.py .\n',
      [],
      ['3 COPY: the place of . depends on the base image or a build argument @ *'],
    ],
    [
      'a variable of the base image',
      'FROM a\nCOPY main.py $HOME/\n',
      [],
      ['2 COPY: the place of $HOME/ depends on the base image or a build argument @ *'],
    ],
    [
      'a source of a variable of the base image',
      'FROM a\nCOPY $NAME main.py /x/\n',
      ['/x/main.py < main.py'],
      ['2 COPY: what $NAME is depends on the base image or a build argument @ /x'],
    ],
    [
      'a working directory of a variable of the base image',
      'FROM a\nWORKDIR $HOME\nCOPY main.py .\n',
      [],
      ['3 COPY: the place of . depends on the base image or a build argument @ *'],
    ],
    [
      'an ARG of the platform',
      'FROM scratch\nARG TARGETARCH\nCOPY main.py /$TARGETARCH/\n',
      [],
      ['3 COPY: the place of /$TARGETARCH/ depends on the base image or a build argument @ *'],
    ],
    [
      'an ARG of the stage below',
      'FROM scratch AS a\nARG A=1\nFROM a\nCOPY main.py /$A/\n',
      [],
      ['4 COPY: the place of /$A/ depends on the base image or a build argument @ *'],
    ],
    [
      'an ENV of something unknown',
      'FROM a\nENV A=$B/x\nCOPY main.py $A/\n',
      [],
      ['3 COPY: the place of $A/ depends on the base image or a build argument @ *'],
    ],
    [
      'an ARG with a default in a base image',
      'FROM a\nARG A=x\nCOPY main.py /$A/\n',
      ['/x/main.py < main.py'],
      [],
    ],
    [
      'every ARG of the platform, and none that is only like one',
      `FROM scratch\n${[
        'TARGETPLATFORM',
        'TARGETOS',
        'TARGETVARIANT',
        'BUILDPLATFORM',
        'BUILDOS',
        'BUILDARCH',
        'BUILDVARIANT',
      ]
        .map((name) => `ARG ${name}\nADD web /$${name}/\n`)
        .join('')}ARG XTARGETOS TARGETOSX\nCOPY main.py /$XTARGETOS/a/$TARGETOSX/\n`,
      ['/a/main.py < main.py'],
      [3, 5, 7, 9, 11, 13, 15].map((line) => expect.stringContaining(`${line} ADD: the place of /$`)),
    ],
    [
      'ENV in both forms',
      'FROM scratch\nENV A  b c=d\nENV B=1 C="2 3" D=$A\nCOPY ["main.py", "/$A|$B|$C|$D/"]\n',
      ['/b c=d|1|2 3|b c=d/main.py < main.py'],
      [],
    ],
    [
      'an archive by ADD',
      'FROM scratch\nADD rootfs.tar x.tar.gz data.gz /x/\n',
      ['/x/data.gz < data.gz'],
      [
        '2 ADD: rootfs.tar is unpacked if it is an archive @ /x',
        '2 ADD: x.tar.gz is unpacked if it is an archive @ /x',
      ],
    ],
    [
      'archives of all kinds by ADD',
      'FROM scratch\nADD a.tar a.TAR.xz a.tgz a.tbz a.tbz2 a.txz a.tzst /x/\nADD atar a.tarx a.tgz.asc tgz /y/\n',
      ['/y/a.tarx < a.tarx', '/y/a.tgz.asc < a.tgz.asc', '/y/atar < atar', '/y/tgz < tgz'],
      ['a.tar', 'a.TAR.xz', 'a.tgz', 'a.tbz', 'a.tbz2', 'a.txz', 'a.tzst'].map(
        (name) => `2 ADD: ${name} is unpacked if it is an archive @ /x`,
      ),
    ],
    ['an archive by COPY', 'FROM scratch\nCOPY rootfs.tar /x/\n', ['/x/rootfs.tar < rootfs.tar'], []],
    [
      'addresses',
      'FROM scratch\nADD https://x.example/a/b.py?c=/d#e http://x.example/f /x/\nADD https://x.example /y\n',
      ['/x/b.py < remote', '/x/f < remote', '/y < remote'],
      [],
    ],
    [
      'a repository',
      'FROM scratch\nADD https://x.example/a.git#main /x\nADD git@x.example:a /y\n',
      [],
      ['2 ADD: https://x.example/a.git#main is not read @ /x', '3 ADD: git@x.example:a is not read @ /y'],
    ],
    [
      'heredocs',
      'FROM scratch\nWORKDIR /w\nCOPY <<A <<-"B" main.py /x/\na\nA\n\tb\n\tB\nCOPY <<C d\nc\nC\nCOPY main.py e\n',
      ['/w/d < inline', '/w/e < main.py', '/x/A < inline', '/x/B < inline', '/x/main.py < main.py'],
      [],
    ],
    [
      '--parents: what matches, with its directories, or those behind the pivot',
      'FROM a\nWORKDIR /w\nCOPY --parents lib/*.py web x*.gz /x\nCOPY --parents lib/./**/b.py ./\nCOPY --parents ../main.py no* /n/\n',
      [
        '/n/main.py < main.py',
        '/w/sub/b.py < lib/sub/b.py',
        '/x/lib/a.py < lib/a.py',
        '/x/web/index.html < web/index.html',
        '/x/x.tar.gz < x.tar.gz',
      ],
      ['5 COPY: no* matches nothing that is known @ /n'],
    ],
    [
      '--exclude: patterns below what is copied',
      'FROM scratch\nARG E=sub\nCOPY --exclude=*.py --exclude=${E} lib /x/\nCOPY --exclude=lib/* lib /y/\nCOPY --parents --exclude=lib/*.py lib /z/\n',
      ['/y/a.py < lib/a.py', '/y/sub/b.py < lib/sub/b.py', '/z/lib/sub/b.py < lib/sub/b.py'],
      [
        '4 COPY: whether --exclude leaves this out is not known @ /y/a.py',
        '4 COPY: whether --exclude leaves this out is not known @ /y/sub/b.py',
      ],
    ],
    [
      '--exclude of a file that is named itself, and of what is not known',
      'FROM a\nCOPY --exclude=*.py m*.py web /x/\nCOPY --exclude=$E lib /y/\n',
      ['/x/index.html < web/index.html'],
      [
        '2 COPY: whether --exclude leaves out main.py is not known @ /x/main.py',
        '3 COPY: what --exclude=$E is depends on the base image or a build argument @ /y',
      ],
    ],
    [
      '--link, which sees nothing of the image below',
      'FROM a\nCOPY --link main.py /x\nCOPY --link main.py /y/\nCOPY --link=false main.py /z\n',
      ['/x < main.py', '/y/main.py < main.py'],
      ['4 COPY: whether /z is a directory of the base image is not known @ /z'],
    ],
    [
      '--chmod and --link',
      'FROM scratch\nCOPY --chmod=755 --link main.py /x/\n',
      ['/x/main.py < main.py'],
      [],
    ],
    [
      'a link whose target is not known',
      'FROM scratch\nCOPY link /x/\nCOPY . /y\nCOPY main.py /y/link\n',
      [...PATHS, 'link'].map((path) => `/y/${path} < ${path}`).sort(),
      [
        '2 COPY: link leads through a link whose target is not known @ /x',
        '4 COPY: /y/link leads through a link whose target is not known @ *',
      ],
    ],
    [
      'a working directory behind such a link',
      'FROM scratch\nCOPY link* /\nCOPY . /y\nWORKDIR /y/link\n',
      [...PATHS, 'link'].map((path) => `/y/${path} < ${path}`).sort(),
      [
        '2 COPY: link* leads through a link whose target is not known @ /',
        '4 WORKDIR: /y/link leads through a link whose target is not known @ *',
      ],
    ],
    [
      'an image from outside',
      'FROM scratch\nWORKDIR /d\nCOPY --from=n:1 /etc/n.conf /x\nCOPY --from=n:1 /etc/n.conf /y/\n' +
        'COPY --from=n:1 /etc/n.conf .\nCOPY --from=n:1 /etc/* /z/\n',
      ['/d/n.conf < n:1', '/x < n:1', '/y/n.conf < n:1'],
      [
        '3 COPY: what /etc/n.conf is in the image n:1 is not known @ /x',
        '4 COPY: what /etc/n.conf is in the image n:1 is not known @ /y',
        '5 COPY: what /etc/n.conf is in the image n:1 is not known @ /d',
        '6 COPY: what /etc/* is in the image n:1 is not known @ /z',
      ],
    ],
    [
      'a directory of which only an image has something',
      'FROM n:1 AS b\nWORKDIR /etc\nCOPY main.py /m/\nFROM scratch\nCOPY --from=n:2 / /a/\nCOPY --from=b /etc /b\n' +
        'COPY --from=b /m /c/\n',
      ['/c/main.py < main.py'],
      [
        '5 COPY: what / is in the image n:2 is not known @ /a',
        '6 COPY: what /etc is in the image n:1 is not known @ /b',
      ],
    ],
    [
      'what only the base image of a stage has, by way of two stages',
      'FROM n:1 AS b\nCOPY main.py /m/\nFROM scratch AS c\nCOPY --from=b /bin/n /n\nCOPY --from=b /m /m\n' +
        'FROM scratch\nCOPY --from=c /n /o\nCOPY --from=c /m /p\n',
      ['/p/main.py < main.py'],
      ['7 COPY: from stage c, line 4 COPY: what /bin/n is in the image n:1 is not known @ /o'],
    ],
    [
      'a build in another stage',
      'FROM node AS b\nWORKDIR /a\nCOPY web .\nRUN npm run build\nFROM scratch\nCOPY --from=b /a/dist /d\nCOPY --from=b /a/*.html /e/\n',
      ['/e/index.html < web/index.html'],
      [
        '6 COPY: from stage b, line 4 RUN: npm may change it @ /d',
        '7 COPY: from stage b, line 4 RUN: npm may change it @ /e/index.html',
      ],
    ],
    [
      'a change below what is copied from a stage',
      'FROM node AS b\nCOPY lib /a\nRUN rm /a/sub/b.py /c/d\nRUN pip install x\nFROM scratch\nCOPY --from=b /a /z/\nCOPY --from=b /a/a.py /z/\n',
      ['/z/a.py < lib/a.py', '/z/sub/b.py < lib/sub/b.py'],
      ['6 COPY: from stage b, line 3 RUN: rm may change it @ /z/sub/b.py'],
    ],
    [
      'a change before the file was copied in its stage',
      'FROM node AS b\nRUN rm /a/a.py\nCOPY lib /a/\nFROM scratch\nCOPY --from=b /a/a.py /z/\n',
      ['/z/a.py < lib/a.py'],
      [],
    ],
    [
      'RUN in all its forms',
      'FROM a\nWORKDIR /w\nRUN rm /x\nRUN ["rm", "/y", "$A;it\'s"]\nRUN <<E\nrm /z\nE\nRUN <<E\n#!/usr/bin/env python3\nE\n' +
        'RUN <<E\n#!/bin/bash -e\nmake\nE\nRUN --mount=type=cache,target=/c cat <<E > /f\nrm\nE\nSHELL ["powershell"]\nRUN y\n',
      [],
      [
        '3 RUN: rm may change it @ /x',
        '4 RUN: rm may change it @ /y',
        "4 RUN: rm may change it @ /w/$A;it's",
        '5 RUN: rm may change it @ /z',
        '8 RUN: what a script of another language changes is not known @ *',
        '11 RUN: make may change it @ /w',
        '15 RUN: a redirection may change it @ /f',
        '19 RUN: what powershell changes is not known @ *',
      ],
    ],
    [
      'stages that are not needed',
      'FROM n AS a\nCOPY nope /x\nRUN x\nFROM scratch\nCOPY main.py /x\n',
      ['/x < main.py'],
      [],
    ],
    [
      'an image with the name of a later stage',
      'FROM b\nFROM scratch AS b\nCOPY main.py /\n',
      ['/main.py < main.py'],
      [],
    ],
    [
      'a word that is no instruction',
      'FROM scratch\nNOPE x\nLABEL a=b\nUSER 1\nVOLUME /v\nSTOPSIGNAL 9\nHEALTHCHECK NONE\nMAINTAINER x\n',
      [],
      ['2 NOPE: the build fails: there is no such instruction @ *'],
    ],
  ];
  it.each(CASES)('is said of %s', (_, text, expectedFiles, expectedUnproven) => {
    expect(files(text)).toEqual(expectedFiles);
    expect(unproven(text)).toEqual(expectedUnproven);
  });

  it('is the whole, where there is no stage', () => {
    expect(unproven('')).toEqual(['1 there is no FROM @ *']);
    expect(unproven('FROM a\n', { target: 'b' })).toEqual(['1 there is no stage b @ *']);
  });

  it('is asked for a path by what comes after its COPY', () => {
    const image = read(
      'FROM a\nWORKDIR /a\nRUN make\nCOPY . .\nRUN rm lib/a.py\nRUN touch /a/lib/new\nRUN touch /b\n',
    );
    const at = (path: string) => unprovenAt(image, path).map(({ line }) => line);
    expect(at('/a/main.py')).toEqual([]);
    expect(at('/a/lib/a.py')).toEqual([5]);
    expect(at('/a/lib')).toEqual([3, 5, 6]);
    expect(at('/a/li')).toEqual([3]);
    expect(at('/a/other')).toEqual([3]);
    expect(at('/')).toEqual([3, 5, 6, 7]);
    expect(unprovenAt(read('FROM a\nRUN ./x\n'), '/y')).toHaveLength(1);
    expect(unprovenAt(read('FROM a\nCOPY main.py /x/\nRUN rm /x/main.py\n'), '/x/main.py')).toHaveLength(1);
  });
});

it('an origin has the line of its last COPY', () => {
  const { files: found } = read(
    'FROM scratch AS a\nCOPY . /x\n\nFROM scratch\nCOPY --from=a /x/lib \\\n /y\nADD http://x.example/z /z\n',
  );
  expect(found.get('/y/a.py')).toEqual({ from: 'context', path: 'lib/a.py', line: 5 });
  expect(found.get('/z')).toEqual({ from: 'remote', line: 7 });
});

it('sources that match nothing have the lines of the stages that are read, in order', () => {
  const text =
    'FROM scratch AS a\nCOPY no1 /\nFROM scratch AS b\nCOPY no2 /\nFROM a\nCOPY --from=0 no3 no4* /\n';
  expect(read(text).unmatched).toEqual([
    { line: 2, source: 'no1' },
    { line: 6, source: 'no3' },
  ]);
});

describe('the configuration of an image', () => {
  const CASES: readonly [
    text: string,
    entrypoint: readonly string[] | undefined,
    command: readonly string[] | undefined,
  ][] = [
    ['FROM a', undefined, undefined],
    ['FROM a\nCMD echo  $A "x"', undefined, ['/bin/sh', '-c', 'echo  $A "x"']],
    ['FROM a\nCMD ["a", "b"]\nENTRYPOINT ["c"]', ['c'], ['a', 'b']],
    ['FROM a AS b\nCMD ["a"]\nFROM b\nENTRYPOINT ["c"]', ['c'], []],
    ['FROM a AS b\nENTRYPOINT ["c"]\nCMD ["a"]\nFROM b', ['c'], ['a']],
    [
      'FROM a AS b\nCMD ["a"]\nFROM b\nENTRYPOINT c d\nCMD x',
      ['/bin/sh', '-c', 'c d'],
      ['/bin/sh', '-c', 'x'],
    ],
    [
      'FROM a\nSHELL ["/bin/bash","-c"]\nCMD a\nSHELL ["x"]\nENTRYPOINT y',
      ['x', 'y'],
      ['/bin/bash', '-c', 'a'],
    ],
    ['FROM a\nCMD []', undefined, []],
    ["FROM a\nCMD ['a']", undefined, ['/bin/sh', '-c', "['a']"]],
    ['FROM a\nCMD ["a", 1]', undefined, ['/bin/sh', '-c', '["a", 1]']],
    ['FROM a\nCMD a \\\n  b', undefined, ['/bin/sh', '-c', 'a   b']],
    ['FROM a AS b\nONBUILD CMD a\nFROM b\nENTRYPOINT ["x"]', ['x'], ['/bin/sh', '-c', 'a']],
  ];
  it.each(CASES)('has the command of %j', (text, entrypoint, command) => {
    const image = read(text);
    expect(image.entrypoint).toEqual(entrypoint);
    expect(image.command).toEqual(command);
  });

  const HEALTH: readonly [text: string, test: readonly string[] | undefined, line?: number][] = [
    ['FROM a', undefined],
    [
      'FROM a\nHEALTHCHECK --interval=5s --timeout=3s CMD curl x || exit 1',
      ['CMD-SHELL', 'curl x || exit 1'],
      2,
    ],
    ['FROM a\nHEALTHCHECK CMD true\nHEALTHCHECK cmd ["curl", "x y"]', ['CMD', 'curl', 'x y'], 3],
    ['FROM a AS b\nHEALTHCHECK CMD \\\n  true\nFROM b', ['CMD-SHELL', 'true'], 2],
    ['FROM a AS b\nHEALTHCHECK CMD true\nFROM b\nHEALTHCHECK NONE', undefined],
    ['FROM a AS b\nHEALTHCHECK CMD true\nFROM a', undefined],
    ['FROM a AS b\nONBUILD HEALTHCHECK CMD x\nFROM b', ['CMD-SHELL', 'x'], 2],
    ['FROM a\nHEALTHCHECK XCMD true', undefined],
  ];
  it.each(HEALTH)('has the health check of %j', (text, test, line) => {
    expect(read(text).healthCheck).toEqual(test && { test, line });
    expect(read(text).unproven).toEqual([]);
  });

  const USERS: readonly [text: string, name: string | undefined, line?: number][] = [
    ['FROM a', undefined],
    ['FROM a\nUSER root\nRUN true\nUSER app', 'app', 4],
    ['FROM a AS b\nUSER 1:1\nFROM b', '1:1', 2],
    ['FROM a AS b\nUSER 1:1\nFROM a', undefined],
    ['FROM a\nARG U=me\nUSER $U', 'me', 3],
    ['FROM a\nUSER x\nUSER $U', '$U', 3],
    ['FROM a\nUSER', undefined],
  ];
  it.each(USERS)('has the user of %j', (text, name, line) => {
    expect(read(text).user).toEqual(name && { name, line });
    expect(read(text).unproven).toEqual([]);
  });

  const PORTS: readonly [text: string, ports: readonly number[]][] = [
    ['EXPOSE 80 8000-8002/tcp 53/udp', [80, 8000, 8001, 8002, 53]],
    ['ENV P=90 Q="1 2"\nEXPOSE $P/udp ${R:-91} 1.2.3.4:5:6 $Q', [90, 91, 6, 1, 2]],
    ['EXPOSE $P', []],
    ['EXPOSE abc 3-1 70000 80/ 123456', []],
    ['EXPOSE 65534-99999 80/TCP', [65534, 65535, 80]],
  ];
  it.each(PORTS)('has the ports of %j', (text, ports) => {
    expect(read(`FROM scratch\n${text}`).exposed.map(({ port }) => port)).toEqual(ports);
  });

  it('has the ports of the stage below, with their lines', () => {
    expect(read('FROM a AS b\nEXPOSE 1\nFROM b\nEXPOSE 2\nFROM b\nEXPOSE 3').exposed).toEqual([
      { port: 1, line: 2 },
      { port: 3, line: 6 },
    ]);
  });

  const DIRECTORIES: readonly [text: string, workdir: string | undefined][] = [
    ['FROM a', undefined],
    ['FROM scratch', '/'],
    ['FROM a\nWORKDIR /x/../y/\nWORKDIR z', '/y/z'],
    ['FROM a\nWORKDIR z', undefined],
    ['FROM a\nWORKDIR $X', undefined],
    ['FROM a AS b\nWORKDIR /b\nFROM b\nWORKDIR c', '/b/c'],
  ];
  it.each(DIRECTORIES)('has the working directory of %j', (text, workdir) => {
    expect(read(text).workdir).toBe(workdir);
  });
});
