// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile’s variables

import { describe, expect, it } from 'vitest';
import { imageReader } from '../../lib/rules/image.js';
import { fileClasses } from '../../lib/rules/parity/file-classes.js';
import { pythonImports } from '../../lib/rules/parity/python-imports.js';
import { treeOfStart } from '../../lib/rules/python.js';
import { CONVENTIONS } from '../conventions.js';
import { bind, built, fakeFacts, found, service, system, type Tree } from './world.js';

const stage = (target: string, ...rest: Parameters<typeof built>) => {
  const made = built(...rest);
  return { ...made, image: { ...made.image, target } as NonNullable<typeof made.image> };
};

describe('live-is-baked', () => {
  const check = (mount: ReturnType<typeof bind>, dockerfile: string, tree: Tree = {}, shared = false) =>
    found('live-is-baked', {
      dev: [built('api', { mounts: [mount] }, { shared })],
      tree: { 'api/Dockerfile': `FROM x\nWORKDIR /app\n${dockerfile}\n`, 'api/main.py': '', ...tree },
    });
  const main = bind('api/main.py', '/app/main.py');

  it('finds a file that no COPY takes to that place', () => {
    expect(check(main, 'COPY main.py /srv/')).toEqual([
      'error dev/api mounts[/app/main.py]: no COPY puts at /app/main.py what dev mounts: api/main.py; the image has it at /srv/main.py. Fix: mount it where the image has it, or copy it in the Dockerfile',
    ]);
  });

  it('finds a file that .dockerignore keeps out', () => {
    const tree = { 'api/.dockerignore': '.env', 'api/.env': '' };
    expect(check(bind('api/.env', '/app/.env'), 'COPY . .', tree)).toEqual([
      'error dev/api mounts[/app/.env]: .dockerignore keeps out of the image: api/.env. Fix: let it into the context',
    ]);
    const root = { directory: '.', dockerfile: 'Dockerfile' };
    const world = { Dockerfile: 'FROM x\nCOPY . /app\n', '.dockerignore': '.env', '.env': '' };
    expect(
      found('live-is-baked', {
        dev: [built('api', { mounts: [bind('.env', '/app/.env')] }, root)],
        tree: world,
      }),
    ).toEqual([expect.stringContaining('.dockerignore keeps out of the image: .env.')]);
  });

  it('finds shared code that no image receives', () => {
    expect(check(bind('shared', '/app/shared'), 'COPY . .', { 'shared/base.py': '' })).toEqual([
      'error dev/api mounts[/app/shared]: is outside the build context "api", so no image has it: shared/base.py. Fix: build from a context that has it, and copy it in the Dockerfile',
    ]);
  });

  it('finds shared code that .dockerignore keeps out, and that no COPY takes', () => {
    const tree = { 'shared/base.py': '', 'api/.dockerignore': 'shared' };
    expect(check(bind('shared', '/app/shared'), 'COPY . .', tree, true)).toEqual([
      expect.stringContaining('.dockerignore keeps out of the image: shared/base.py'),
    ]);
    expect(check(bind('shared', '/app/shared'), 'COPY main.py .', { 'shared/base.py': '' }, true)).toEqual([
      expect.stringContaining('no COPY puts at /app/shared/base.py what dev mounts: shared/base.py'),
    ]);
  });

  it('finds a place that the image has from another file, with the line', () => {
    expect(check(main, 'COPY other.py main.py', { 'api/other.py': '' })).toEqual([
      'error dev/api mounts[/app/main.py]: the image has /app/main.py from "api/other.py", dev from api/main.py (api/Dockerfile:3). Fix: copy and mount the same file',
    ]);
  });

  it.each([
    ['another image', 'COPY --from=other:1 /main.py /app/main.py'],
    ['the text of the Dockerfile', 'COPY <<main.py ./\nprint(1)\nmain.py'],
    ['an address outside', 'ADD https://example.com/main.py /app/main.py'],
  ])('finds a place that the image has from %s', (from, line) => {
    expect(check(main, line)).toEqual([
      `error dev/api mounts[/app/main.py]: the image has /app/main.py from ${from}, dev from api/main.py (api/Dockerfile:3). Fix: copy and mount the same file`,
    ]);
  });

  it('says of each file below a directory how it is not baked, those alike together', () => {
    const tree = {
      'api/d/a': '',
      'api/d/b': '',
      'api/d/c': '',
      'api/d/e': '',
      'api/d/f': '',
      'api/.dockerignore': 'd/f',
    };
    expect(check(bind('api/d', '/app/d'), 'COPY d/a d/', tree)).toEqual([
      'error dev/api mounts[/app/d]: no COPY puts at /app/d/b what dev mounts: api/d/b, api/d/c, api/d/e. Fix: copy it in the Dockerfile',
      'error dev/api mounts[/app/d]: .dockerignore keeps out of the image: api/d/f. Fix: let it into the context',
    ]);
  });

  it('says what cannot be proven, as a note with the line', () => {
    expect(check(main, 'COPY . .\nRUN sed -i s/a/b/ main.py')).toEqual([
      'note dev/api mounts[/app/main.py]: cannot be proven to be baked as it is: api/main.py; RUN: sed may change it (api/Dockerfile:4). Fix: nothing, if the result shows the edit after a rebuild',
    ]);
    expect(check(main, 'COPY --from=other:1 /code /app')).toEqual([
      expect.stringMatching(/^note .*: api\/main\.py; .*\(api\/Dockerfile:3\)/),
    ]);
  });

  it('is silent about a change before the last COPY', () => {
    expect(check(main, 'RUN sed -i s/a/b/ /app/main.py\nCOPY main.py .')).toEqual([]);
  });

  it('is silent about files and directories that are baked, by whatever way', () => {
    expect(check(main, 'COPY . .')).toEqual([]);
    expect(
      check(bind('shared', '/app/shared/'), 'COPY shared/ shared/', { 'shared/a/b.py': '' }, true),
    ).toEqual([]);
    expect(check(bind('api/gone', '/app/gone'), 'COPY . .')).toEqual([]);
    expect(check(bind('/srv', '/app/work'), 'COPY . .', { '/srv/x': '' })).toEqual([]);
  });

  it('holds dev’s mounts against prod’s image', () => {
    const tree = {
      'api/Dockerfile':
        'FROM x AS dev\nWORKDIR /app\nCOPY . .\nFROM x AS prod\nWORKDIR /app\nCOPY other.py .\n',
      'api/main.py': '',
      'api/other.py': '',
    };
    const dev = [stage('dev', 'api', { mounts: [main] })];
    expect(found('live-is-baked', { dev, prod: [stage('prod', 'api')], tree })).toEqual([
      expect.stringMatching(/^error .* no COPY puts at/),
    ]);
    expect(found('live-is-baked', { dev, prod: [stage('dev', 'api')], tree })).toEqual([]);
    expect(found('live-is-baked', { dev, tree })).toEqual([]);
    expect(found('live-is-baked', { prod: dev, tree })).toEqual([]);
  });

  it('says that prod has it in another form, where a build makes prod’s stage of it', () => {
    const build =
      'FROM dev AS build\nRUN npm run build\nFROM nginx AS prod\nCOPY --from=build /app/dist /app/dist\n';
    const tree = {
      'api/Dockerfile': `FROM node AS dev\nWORKDIR /app\nCOPY . .\n${build}`,
      'api/src/a.ts': '',
      'api/.env': '',
      'api/.dockerignore': '.env',
    };
    const dev = [
      stage('dev', 'api', { mounts: [bind('api/src', '/app/src'), bind('api/.env', '/app/.env')] }),
    ];
    const [src, env] = found('live-is-baked', { dev, prod: [stage('prod', 'api')], tree });
    expect(src).toMatch(
      /^note dev\/api mounts\[\/app\/src\]: .*: api\/src\/a\.ts; COPY: from stage build.* \(api\/Dockerfile:7\)/,
    );
    expect(env).toMatch(/^error dev\/api mounts\[\/app\/\.env\]: \.dockerignore keeps out/);
    // not of the stage that dev runs too, and not where dev's own image has it from elsewhere, or not at all
    const same = [stage('prod', 'api', { mounts: [bind('api/src', '/app/src')] })];
    const at = (source: string, target: string) => [stage('dev', 'api', { mounts: [bind(source, target)] })];
    const prod = [stage('prod', 'api')];
    for (const each of [same, at('api/src', '/other'), at('api/src', '/app/srcs')])
      expect(found('live-is-baked', { dev: each, prod, tree })).toEqual([
        expect.stringMatching(/^error .* no COPY puts at/),
      ]);
    const foreign = service({
      mounts: [bind('api/src', '/app/src')],
      image: { kind: 'external', reference: 'x' },
    });
    expect(found('live-is-baked', { dev: [foreign], prod, tree })).toEqual([
      expect.stringMatching(/^error .* no COPY puts at/),
    ]);
  });

  it('finds what is mounted over an image from elsewhere, and says where nothing is known of the image', () => {
    const mounts = [bind('conf', '/etc/nginx')];
    const tree = { 'conf/nginx.conf': '' };
    const image = { kind: 'external', reference: 'nginx:1' } as const;
    expect(found('live-is-baked', { dev: [service({ mounts, image })], tree })).toEqual([
      'error dev/api mounts[/etc/nginx]: mounts "conf" over image nginx:1, which does not have it. Fix: build an image that copies it',
    ]);
    expect(found('live-is-baked', { dev: [service({ mounts })], tree })).toEqual([
      'note dev/api mounts[/etc/nginx]: cannot be proven to be baked: its image is not known. Fix: nothing, if the image has it',
    ]);
  });
});

describe('one-class', () => {
  const classify = (files: Tree, systems: Pick<Parameters<typeof fileClasses>[0], 'dev' | 'prod'>) => {
    const facts = fakeFacts(files);
    return fileClasses({ ...systems, facts, conventions: CONVENTIONS, ...imageReader(facts) });
  };
  const tree = {
    'api/Dockerfile': 'FROM x AS build\nCOPY src/ /src/\nFROM x\nCOPY main.py /app/\n',
    'api/.dockerignore': 'tests',
    'api/main.py': '',
    'api/live.py': '',
    'api/src/a.c': '',
    'api/tests/t.py': '',
    'api/notes.md': '',
    'shared/base.py': '',
  };
  const mounts = [bind('api/live.py', '/app/live.py')];

  it('finds what every build is sent and no image gets: a warning where live paths are declared, else a note', () => {
    const text =
      'image: sent to every build, but in no image: api/notes.md. Fix: copy it, or name it in .dockerignore';
    expect(found('one-class', { dev: [built('api', { mounts }, { live: [] })], tree })).toEqual([
      `warning dev/api ${text}`,
    ]);
    expect(found('one-class', { dev: [built('api', { mounts })], prod: [built('api')], tree })).toEqual([
      `note dev/api ${text}`,
    ]);
  });

  it('is silent where all are one of the three, in either mode, and where nothing can be built', () => {
    const all = { ...tree, 'api/.dockerignore': 'tests\nnotes.md' };
    expect(found('one-class', { dev: [built('api', { mounts }, { live: [] })], tree: all })).toEqual([]);
    expect(found('one-class', { dev: [built('api')] })).toEqual([]);
    expect(found('one-class', { dev: [service()], tree })).toEqual([]);
  });

  /** Each service with `path: class, why` of its files. */
  const classes = (files: Tree, systems: Parameters<typeof classify>[1]) =>
    [...classify(files, systems)].map(([name, list]) => [
      name,
      list.map((file) => `${file.path}: ${file.class}, ${file.why}`),
    ]);

  it('gives the list of all files with their classes and why', () => {
    const dev = system('dev', [built('api', { mounts }, { shared: true })]);
    const prod = system('prod', [built('api', {}, { shared: true }), service({ name: 'db' })]);
    expect(classes(tree, { dev, prod })).toEqual([
      [
        'api',
        [
          'api/.dockerignore: baked, read by the build itself',
          'api/Dockerfile: baked, read by the build itself',
          'api/live.py: live, mounted at /app/live.py',
          'api/main.py: baked, copied in line 4 of Dockerfile',
          'api/notes.md: undefined, sent to every build, and copied by none',
          'api/src/a.c: baked, copied in line 2 of Dockerfile',
          'api/tests/t.py: ignored, kept out by .dockerignore',
          'shared/base.py: undefined, sent to every build, and copied by none',
        ],
      ],
    ]);
  });

  it('knows an ignore file of the Dockerfile’s own, beside which the common one is not read', () => {
    const files = {
      'api/Dockerfile': 'FROM x\n',
      'api/Dockerfile.dockerignore': '.dockerignore\ntests',
      'api/.dockerignore': 'main.py',
      'api/tests/t.py': '',
    };
    expect(classes(files, { dev: system('dev', [built('api')]) })).toEqual([
      [
        'api',
        [
          'api/.dockerignore: ignored, kept out by Dockerfile.dockerignore',
          'api/Dockerfile: baked, read by the build itself',
          'api/Dockerfile.dockerignore: baked, read by the build itself',
          'api/tests/t.py: ignored, kept out by Dockerfile.dockerignore',
        ],
      ],
    ]);
  });

  it('takes of what the modes do with a file the one that shows most', () => {
    const files = {
      'api/Dockerfile': 'FROM x\nARG DIR=none\nCOPY both.py dev.py /\n',
      'api/Dockerfile.prod':
        'FROM x AS b\nARG DIR\nCOPY both.py ${DIR} /\nFROM y AS c\nCOPY mid.py /\n  from x\nCOPY prod.py live.py /\n',
      'api/Dockerfile.prod.dockerignore': 'dev.py\nneither.py\nDockerfile.prod.dockerignore',
      'api/.dockerignore': 'kept.py',
      'api/both.py': '',
      'api/dev.py': '',
      'api/kept.py': '',
      'api/live.py': '',
      'api/mid.py': '',
      'api/neither.py': '',
      'api/prod.py': '',
      'api/sub/a.py': '',
    };
    const dev = built('api', { mounts });
    const prod = built('api', {}, { dockerfile: 'Dockerfile.prod' });
    const image = { ...prod.image, args: { DIR: 'sub' } } as NonNullable<typeof prod.image>;
    const systems = { dev: system('dev', [dev]), prod: system('prod', [{ ...prod, image }]) };
    expect(classes(files, systems)).toEqual([
      [
        'api',
        [
          'api/.dockerignore: baked, read by the build itself',
          'api/Dockerfile: baked, read by the build itself',
          'api/Dockerfile.prod: baked, read by the build itself',
          'api/Dockerfile.prod.dockerignore: baked, read by the build itself',
          'api/both.py: baked, copied in line 3 of Dockerfile',
          'api/dev.py: baked, copied in line 3 of Dockerfile',
          'api/kept.py: ignored, kept out by .dockerignore',
          'api/live.py: live, mounted at /app/live.py',
          'api/mid.py: baked, copied in line 5 of Dockerfile.prod',
          'api/neither.py: ignored, kept out by Dockerfile.prod.dockerignore',
          'api/prod.py: baked, copied in line 7 of Dockerfile.prod',
          'api/sub/a.py: baked, copied in line 3 of Dockerfile.prod',
        ],
      ],
    ]);
  });

  it('lists files in order of their paths, whichever mode has them', () => {
    const files = { 'b/Dockerfile': 'FROM x\n', 'a/Dockerfile': 'FROM x\n' };
    const systems = {
      dev: system('dev', [built('b')]),
      prod: system('prod', [{ ...built('a'), name: 'b' }]),
    };
    expect(
      classify(files, systems)
        .get('b')
        ?.map(({ path }) => path),
    ).toEqual(['a/Dockerfile', 'b/Dockerfile']);
  });

  it('takes of a context that holds other services only what is in none of theirs', () => {
    const root = built('root', {}, { directory: '.', dockerfile: 'Dockerfile' });
    const world = { ...tree, Dockerfile: 'FROM x\n', 'lost.md': '' };
    expect(found('one-class', { dev: [root, built('api'), built('shared')], tree: world })[0]).toContain(
      'in no image: lost.md. Fix',
    );
  });

  it('gives the files of another service’s directory to each service that copies or mounts them', () => {
    const files = {
      Dockerfile: 'FROM x\nWORKDIR /srv\nCOPY web web\n',
      'web/Dockerfile': 'FROM x\nCOPY a.js /\n',
      'web/a.js': '',
      'api/a.py': '',
      'api/lost.py': '',
    };
    const root = built('web', { mounts: [bind('api/a.py', '/a.py')] }, { directory: '.' });
    const dev = system('dev', [root, built('other', {}, { directory: 'web' }), built('api')]);
    const all = classify(files, { dev });
    const listed = (name: string) => all.get(name)?.map((file) => `${file.path}: ${file.class}`);
    expect(listed('web')).toEqual([
      'Dockerfile: baked',
      'api/a.py: live',
      'web/Dockerfile: baked',
      'web/a.js: baked',
    ]);
    expect(listed('other')).toEqual(['web/Dockerfile: baked', 'web/a.js: baked']);
  });

  it('takes of a context with a list only what is in it', () => {
    const world = { 'api/Dockerfile': 'FROM x\nCOPY main.py /\n', 'api/main.py': '', 'api/notes.md': '' };
    expect(found('one-class', { dev: [built('api', {}, { only: ['main.py'] })], tree: world })).toEqual([]);
  });
});

describe('imports-are-live', () => {
  const TREE: Tree = {
    'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
    'api/main.py': 'import json\nimport passwords\n',
    'api/passwords.py': '',
  };
  const check = (tree: Tree, ...mounts: ReturnType<typeof bind>[]) =>
    found('imports-are-live', { dev: [built('api', { mounts })], tree: { ...TREE, ...tree } });
  const main = bind('api/main.py', '/app/main.py');

  it('finds a live file that imports what is baked only, with the line', () => {
    expect(check({}, main)).toEqual([
      'warning dev/api mounts[/app/main.py]: "api/main.py" is live and imports what is only baked: api/passwords.py (api/main.py:2). Fix: declare that live too, or declare why it only changes with a rebuild',
    ]);
  });

  it.each([
    ['from lib import a', 'api/lib/a.py'],
    ['from lib.a import b', 'api/lib/a.py'],
    ['import lib.a as c', 'api/lib/a.py'],
    ['import lib.a', 'api/lib/__init__.py'],
    ['from .lib import x', 'api/lib.py'],
    ['from . import lib', 'api/lib.py'],
  ])('knows %s', (line, path) => {
    expect(check({ 'api/main.py': line, [path]: '' }, main)).toEqual([
      expect.stringContaining(`imports what is only baked: ${path} (api/main.py:1)`),
    ]);
  });

  it('finds relative imports of directories above', () => {
    const tree = { 'api/pkg/sub/a.py': 'from ..other import x', 'api/pkg/other.py': '' };
    expect(check(tree, bind('api/pkg/sub', '/app/pkg/sub'))).toEqual([
      expect.stringContaining(
        '"api/pkg/sub/a.py" is live and imports what is only baked: api/pkg/other.py (api/pkg/sub/a.py:1)',
      ),
    ]);
  });

  it('looks beside the script that runs, too', () => {
    const tree = {
      'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/main.py"]\n',
      'api/src/main.py': 'import lib',
      'api/src/lib.py': '',
    };
    expect(check(tree, bind('api/src/main.py', '/app/src/main.py'))).toEqual([
      expect.stringContaining('api/src/lib.py'),
    ]);
    const root = {
      ...tree,
      'api/Dockerfile': 'FROM x\nWORKDIR /\nCOPY . /\n',
      'api/main.py': 'import passwords',
    };
    expect(check(root, bind('api/main.py', '/main.py'))).toEqual([
      expect.stringContaining('api/passwords.py'),
    ]);
  });

  it('looks where the service runs it', () => {
    const tree = {
      'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\n',
      'api/pkg/main.py': 'import lib',
      'api/src/lib.py': '',
    };
    const mounts = [bind('api/pkg/main.py', '/app/pkg/main.py')];
    const dev = (workdir: string) => [
      built('api', { mounts, workdir, command: ['uvicorn', 'pkg.main:app'] }),
    ];
    expect(found('imports-are-live', { dev: dev('/app/src'), tree })).toEqual([
      expect.stringContaining('api/src/lib.py'),
    ]);
    expect(found('imports-are-live', { dev: dev('/app'), tree })).toEqual([]);
  });

  it('says of a file that cannot be read that its imports are not known', () => {
    expect(check({ 'api/d/x.py': { kind: 'unreadable' } }, bind('api/d', '/app/d'))).toEqual([
      'note dev/api mounts[/app/d]: the imports of "api/d/x.py" are not known: it cannot be read. Fix: nothing, if it only imports what is live',
    ]);
  });

  it('is silent where what is imported is live too, is no Python, or of elsewhere, and in prod', () => {
    expect(check({}, main, bind('api/passwords.py', '/app/passwords.py'))).toEqual([]);
    expect(check({ 'api/main.py': 'import fastapi\nfrom lib import passwords' }, main)).toEqual([]);
    expect(check({ 'api/main.ts': 'import passwords' }, bind('api/main.ts', '/app/main.ts'))).toEqual([]);
    const dockerfile = 'FROM x\nWORKDIR /app\nCOPY main.py .\nCOPY --from=y /passwords.py .\n';
    expect(check({ 'api/Dockerfile': dockerfile }, main)).toEqual([]);
    expect(found('imports-are-live', { prod: [built('api', { mounts: [main] })], tree: TREE })).toEqual([]);
    expect(found('imports-are-live', { dev: [service({ mounts: [main] })], tree: TREE })).toEqual([]);
  });
});

describe('imports of a Python file', () => {
  const read = (text: string) =>
    pythonImports(text).map(
      ({ line, level, module, names }) => `${line} ${'.'.repeat(level)}${module} ${names}`,
    );

  it.each([
    ['import a, b.c as d  # e', ['1 a ', '1 b.c ']],
    ['    import a', ['1 a ']],
    ['from a.b import c as d, e', ['1 a.b c,e']],
    ['from .. import a', ['1 .. a']],
    ['from .a import (b,  # c\n  d,\n)\nimport e', ['1 .a b,d', '4 e ']],
    ['from a import (b, c) # d', ['1 a b,c']],
    ['from a import *', ['1 a ']],
    ['"""\nimport a\nfrom b import c\n"""\nimport d', ['5 d ']],
    ["'''one line'''\nimport a", ['2 a ']],
    ['important = 1\nfrom_a = 2\n# import x\nimports', []],
    ['from a import (b', ['1 a b']],
    ['import  a  as  b', ['1 a ']],
    ['  from  .  import  a', ['1 . a']],
    ['from .a import (  # why)\n  b,\n  c)  # d, e\n', ['1 .a b,c']],
    ['from a import (b\n  , c', ['1 a b,c']],
    ['from a import (b as\n  c)', ['1 a b']],
    ['x = 1; from a import b', ['1 a b']],
    ['import a; import b', ['1 a ', '1 b ']],
    ['try: import a\nexcept ImportError: from . import b', ['1 a ', '2 . b']],
    ['# \'\'\'\nimport a\n# """\nimport b', ['2 a ', '4 b ']],
    ['import \\\n  a\nfrom b \\\n  import c, \\\n  d', ['1 a ', '3 b c,d']],
    ['from ... import a\nfrom .... b import c', ['1 ... a', '2 ....b c']],
    ["s = f'{x}''' import a'''\nimport b", ['2 b ']],
    ['import à', ['1 à ']],
    ['say("from a import b")', []],
    ['import a-b, c/d, e', ['1 a ']],
    ['from a import b-c, -d, e!', ['1 a b']],
    ['import a \\\n, b\nx = 1', ['1 a ', '1 b ']],
    ['import a \\\r\n, b\r\nx = 1', ['1 a ', '1 b ']],
    ['from a import (\nb,\nc)\nx = 1', ['1 a b,c']],
    ['from a import (\n# all\nb,\n)\nx = 1', ['1 a b']],
    ['import a\nx = """\nimport b\nimport c\n"""', ['1 a ']],
    ["import a\nx = f'''\n{b}\nimport c\n'''\ny = 1", ['1 a ']],
    ['try:\n  import a\nexcept ImportError:\n  a = None\nx = 1', ['2 a ']],
    ['def f():\n  import a\n  return a\n\nx = (', ['2 a ']],
    ['match a:\n  case 1:\n    import b\nx = 1', ['3 b ']],
    ['import a\n@b\nclass C: ...', ['1 a ']],
    ['x = [\ny for y in "import a"\n]\nimport b', ['4 b ']],
    ['if a:\n  import b\nelse:\n  c = 1', ['2 b ']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['import a\nx = 1', true],
    ['if b:\n  import a\nx = 1', false],
    ['if b:\n  c = 1\nelse:\n  import a\nx = 1', false],
    ['try:\n  import a\nfinally:\n  c = 1', false],
    ['def f():\n  import a\nx = 1', false],
    ['class C:\n  import a\nx = 1', true],
    ['for b in c:\n  import a\nelse:\n  d = 1', false],
  ])('tells whether they are always run: %j', (text, always) => {
    expect(pythonImports(text).map((each) => each.always)).toEqual([always]);
  });

  it.each([
    ['import a\n\n\ndef f():\n  pass\n', 'import a\n\n\n'],
    ['import a\ntry:\n  import b\nexcept E:\n  c\nd\n', 'import a\ntry:\n  import b\nexcept E:\n  c\n'],
  ])('are found without reading what comes after them: %j', (text, start) => {
    expect(treeOfStart(text, text.lastIndexOf('import') + 6)?.length).toBe(start.length);
  });

  it.each([
    'import a \\\n, b',
    'from a import (\nb)',
    '"""\nimport a\nb\n"""',
    'import a',
  ])('are looked for in the whole text where no beginning tells the same: %j', (text) => {
    expect(treeOfStart(text, text.lastIndexOf('import') + 6)).toBeUndefined();
  });
});
