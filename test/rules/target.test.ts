import { describe, expect, it } from 'vitest';
import { bind, built, found, service, type Tree, volume } from './world.js';

type Mounts = NonNullable<Parameters<typeof service>[0]>['mounts'];
const rule =
  (id: string) =>
  (mounts: NonNullable<Mounts>, tree: Tree = {}) =>
    found(id, { dev: [service({ mounts })], tree });

describe('unique-targets', () => {
  const check = rule('unique-targets');

  it('finds each further mount at one place, of whatever kind and however it is written', () => {
    expect(check([bind('a', '/data'), volume('v', '/data/'), bind('b', '/x/../data')])).toEqual([
      'error dev/api mounts[/data/]: is mounted twice. Fix: keep one of the two',
      'error dev/api mounts[/x/../data]: is mounted twice. Fix: keep one of the two',
    ]);
  });

  it('is silent about one mount below another', () => {
    expect(check([bind('a', '/data'), bind('b', '/data/b')])).toEqual([]);
  });
});

describe('targets-not-nested', () => {
  const check = rule('targets-not-nested');
  const FIX = 'Fix: mount it elsewhere, or remove it from the outer mount';
  const loose = { readOnly: false };

  it('finds a mount that hides part of the one around it', () => {
    expect(check([bind('data', '/a'), bind('b', '/a/b/c')], { 'data/b/c/x': '' })).toEqual([
      `warning dev/api mounts[/a/b/c]: hides "data/b/c": it is inside the mount of "data". ${FIX}`,
    ]);
  });

  it('finds a mount for which the engine makes a place in the source tree', () => {
    expect(check([bind('b', '/a/b'), bind('data', '/a', loose)], { 'data/x': '' })).toEqual([
      `warning dev/api mounts[/a/b]: makes the engine create "data/b": it is inside the mount of "data". ${FIX}`,
    ]);
  });

  it('finds a mount, of a volume too, for which a read-only one has no place', () => {
    const expected = [
      `error dev/api mounts[/a/b]: is inside the read-only mount of "data", which has no "b" to mount it over. ${FIX}`,
    ];
    expect(check([bind('data', '/a'), bind('b', '/a/b')], { 'data/x': '' })).toEqual(expected);
    expect(check([bind('data', '/a'), volume('b', '/a/b')], { 'data/x': '' })).toEqual(expected);
  });

  it('finds a bind mount within a volume', () => {
    expect(check([volume('v', '/a'), bind('b', '/a/b')])).toEqual([
      `warning dev/api mounts[/a/b]: is inside the volume at /a. ${FIX}`,
    ]);
  });

  it('holds a mount against the nearest of those around it', () => {
    const tree = { 'data/x': '', 'inner/b/x': '' };
    expect(
      check([bind('data', '/a', loose), bind('inner', '/a/i', loose), bind('b', '/a/i/b')], tree)[1],
    ).toContain('hides "inner/b"');
  });

  it('is silent about neighbours, about a volume over packages, and about volumes in volumes', () => {
    expect(check([bind('data', '/a'), bind('b', '/ab'), bind('c', '/c/a')])).toEqual([]);
    expect(check([bind('web', '/a', loose), volume(undefined, '/a/node_modules')])).toEqual([]);
    expect(check([bind('web', '/a'), volume(undefined, '/a/b')], { 'web/b/x': '' })).toEqual([]);
    expect(check([volume('v', '/a'), volume('w', '/a/b')])).toEqual([]);
    expect(check([bind('a', '/a'), bind('b', '/a/')])).toEqual([]);
  });
});

describe('nothing-hidden', () => {
  const TREE: Tree = {
    'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY data/ ./data/\nCOPY defaults.json ./data/\n',
    'api/data/kinds.json': '',
    'api/defaults.json': '',
  };
  const check = (source: string, target: string, tree: Tree = TREE) =>
    found('nothing-hidden', { dev: [built('api', { mounts: [bind(source, target)] })], tree });

  it('finds what the image has there from elsewhere', () => {
    expect(check('api/data', '/app/data')).toEqual([
      'error dev/api mounts[/app/data]: hides what only the image has: /app/data/defaults.json. Fix: put it into "api/data" too, or elsewhere in the image',
    ]);
  });

  it('is silent where the mounted directory has a file of that name', () => {
    expect(check('api/data', '/app/data', { ...TREE, 'api/data/defaults.json': '' })).toEqual([]);
  });

  it('is silent about a mounted file, about other places, and without an image of ours', () => {
    expect(check('api/defaults.json', '/app/data')).toEqual([]);
    expect(check('api/data', '/app/dat')).toEqual([]);
    expect(check('gone', '/app/data')).toEqual([]);
    expect(
      found('nothing-hidden', { dev: [service({ mounts: [bind('api/data', '/app')] })], tree: TREE }),
    ).toEqual([]);
  });

  it.each([
    'mv',
    'rm',
    'unlink',
    'shred',
    'rename',
    'find',
  ])('is silent about what %s may take away', (program) => {
    const run = program === 'find' ? 'find data -delete' : `${program} data/defaults.json /old`;
    const dockerfile = `${TREE['api/Dockerfile']}RUN ${run}\n`;
    expect(check('api/data', '/app/data', { ...TREE, 'api/Dockerfile': dockerfile })).not.toContainEqual(
      expect.stringContaining('hides what only the image has'),
    );
  });

  it('finds what another program changed, and no file in the place of the mount itself', () => {
    const sed = `${TREE['api/Dockerfile']}RUN sed -i s/a/b/ data/defaults.json\n`;
    expect(check('api/data', '/app/data', { ...TREE, 'api/Dockerfile': sed })).toContainEqual(
      expect.stringContaining('hides what only the image has: /app/data/defaults.json'),
    );
    expect(
      check('api/data', '/app/x', { ...TREE, 'api/Dockerfile': 'FROM x\nCOPY defaults.json /app/x\n' }),
    ).toEqual([]);
  });

  it('finds what a directory in memory hides, but for what is mounted in it', () => {
    const inMemory = (path: string, mounts = [bind('api/data', '/app/data')], tree: Tree = TREE) =>
      found('nothing-hidden', { prod: [built('api', { tmpfs: { [path]: undefined }, mounts })], tree });
    const fix = 'Fix: put it elsewhere in the image, or name the directory that has to be in memory';
    const files = '/app/data/kinds.json, /app/data/defaults.json';
    expect(inMemory('/app/data/', [])).toEqual([
      `error prod/api tmpfs[/app/data/]: is empty and hides what the image has: ${files}. ${fix}`,
    ]);
    expect(inMemory('/app', [])).toHaveLength(1);
    expect(inMemory('/app/data', [bind('api/other', '/app')])).toHaveLength(1);
    // that the mount hides one of them is another finding
    expect(inMemory('/app')).toEqual([expect.stringContaining('mounts[/app/data]')]);
    expect(inMemory('/app/cache', [])).toEqual([]);
    for (const scratch of ['/tmp', '/run', '/var/tmp', '/var/run/x', '/tmpx']) {
      const tree = { ...TREE, 'api/Dockerfile': `FROM x\nCOPY defaults.json ${scratch}/\n` };
      expect(inMemory(scratch, [], tree)).toHaveLength(scratch === '/tmpx' ? 1 : 0);
    }
    expect(found('nothing-hidden', { dev: [service({ tmpfs: { '/app': 1 } })], tree: TREE })).toEqual([]);
  });

  it('finds what it hides below /', () => {
    const tree = { ...TREE, 'api/Dockerfile': 'FROM x\nCOPY defaults.json /\n' };
    expect(check('api/data', '/', tree)).toEqual([
      expect.stringContaining('only the image has: /defaults.json'),
    ]);
    expect(check('api', '/', tree)).toEqual([]);
  });
});

describe('nothing-hidden, of what RUN makes', () => {
  const check = (run: string, mounts: NonNullable<Mounts>, more: { command?: string; tree?: Tree } = {}) =>
    found('nothing-hidden', {
      dev: [
        built(
          'web',
          { mounts, ...(more.command === undefined ? {} : { command: ['sh', '-c', more.command] }) },
          { directory: '.' },
        ),
      ],
      tree: {
        Dockerfile: `FROM x\nWORKDIR /srv\nCOPY web/package.json web/\nRUN ${run}\nCOPY web web\n`,
        'web/package.json': '',
        'web/src/a.js': '',
        ...more.tree,
      },
    });
  const web = bind('web', '/srv/web/');

  it.each(['npm ci', 'npm install', 'yarn', 'pnpm install'])('finds the packages of %s', (run) => {
    expect(check(`cd web && ${run}`, [web], { tree: { 'web/node_modules/x': '' } })).toContain(
      `error dev/web mounts[/srv/web/]: hides /srv/web/node_modules, which ${run.split(' ')[0]} creates in the image (Dockerfile:4). Fix: mount a volume at /srv/web/node_modules, or what is needed of "web" one by one`,
    );
  });

  it('finds packages in a directory below the mounted one', () => {
    expect(check('cd web && npm ci', [bind('.', '/srv')])).toEqual([
      expect.stringContaining('hides /srv/web/node_modules'),
    ]);
  });

  it('is silent where packages are put elsewhere, or taken there', () => {
    const npm = 'cd web && npm ci';
    expect(check(`${npm} && mv node_modules /node_modules`, [web])).toEqual([]);
    expect(check(`${npm} && mv /srv/web/node_modules /m && npm i`, [web])).toHaveLength(1);
    expect(check(`${npm} && rm -r /srv/web/node_modules`, [web])).toEqual([]);
    expect(check(`${npm}; if x; then mv node_modules /; fi`, [web])).toHaveLength(2);
    expect(check('yarn --cwd web --modules-folder /node_modules install', [bind('web', '/srv/web')])).toEqual(
      [],
    );
    expect(check('npm --prefix /opt ci', [bind('.', '/srv')])).toEqual([]);
    const told = (name: string, text: string) => {
      const copied = `yarn\nCOPY web/${name} web/`;
      return check(`cd web && ${copied}`, [web], { tree: { [`web/${name}`]: text } });
    };
    expect(told('.yarnrc', '--modules-folder /node_modules\n')).toEqual([]);
    expect(told('.yarnrc', '--install.modules-folder "/node_modules"\n')).toEqual([]);
    expect(told('.npmrc', 'modules-dir = /node_modules\n')).toEqual([]);
    expect(told('.yarnrc.yml', 'enableTelemetry: 0\n')).toEqual([]);
    for (const [name, text] of [
      ['.yarnrc', '# --modules-folder x\n'],
      ['.yarnrc.yml', 'nodeLinker: node-modules\n'],
      ['.yarnrc.yml', 'nodeLinker: "pnpm"\n'],
      ['.npmrc', 'fund=false\n'],
    ] as const)
      expect(told(name, text), name + text).toHaveLength(1);
  });

  it('is silent where something is mounted over the packages, or the start installs them', () => {
    const run = 'cd web && npm ci';
    expect(check(run, [web, volume(undefined, '/srv/web/node_modules')])).toEqual([]);
    expect(check(run, [web, volume('v', '/srv/web/node_modules/')])).toEqual([]);
    expect(check(run, [bind('web/src', '/srv/web/src')])).toEqual([]);
    for (const command of ['npm ci && npm start', 'cd web; yarn', 'yarn --silent install', 'pnpm i'])
      expect(check(run, [web], { command }), command).toEqual([]);
    for (const command of [
      'npm start',
      'yarn start',
      'npm run ci',
      'echo npm ci',
      'pnpm x',
      'xnpm ci',
      'npm ic',
    ])
      expect(check(run, [web], { command }), command).toHaveLength(1);
  });

  it('notes once for a mount what programs may have made at, below or above its place', () => {
    const FIX = 'Fix: nothing, if the mounted directory has everything that is needed';
    expect(check('tar -C web/data -xf a && cd web && make && tsc', [web])).toEqual([
      `note dev/web mounts[/srv/web/]: may hide what RUN creates there: tar in line 4, make in line 4, tsc in line 4 (Dockerfile:4). ${FIX}`,
    ]);
    expect(check('make && make', [web])).toEqual([
      `note dev/web mounts[/srv/web/]: may hide what RUN creates there: make in line 4 (Dockerfile:4). ${FIX}`,
    ]);
    expect(check('echo > web/out.js', [web])).toEqual([expect.stringContaining('a redirection in line 4')]);
  });

  it('notes what another program, or another line, makes beside the packages', () => {
    const packages = expect.stringMatching(/^error .*hides \/srv\/web\/node_modules, which npm creates/);
    expect(check('cd web && npm install && make', [web])).toEqual([
      packages,
      expect.stringContaining('may hide what RUN creates there: make in line 4 ('),
    ]);
    expect(check('cd web && npm install\nRUN cd web && npm run build', [web])).toEqual([
      packages,
      expect.stringContaining('may hide what RUN creates there: npm in line 5 ('),
    ]);
    expect(check('cd web && npm ci', [web], { command: 'npm  --silent   install' })).toEqual([]);
  });

  it('notes what is made in the very place of mounted packages', () => {
    expect(check('cd web && npm ci', [bind('web/src', '/srv/web/node_modules')])).toEqual([
      expect.stringMatching(/^note .* npm in line 4/),
    ]);
  });

  it('is silent about what is removed, what is beside it, what the mounted directory has, and what may be anywhere', () => {
    for (const run of [
      'rm -r web/x',
      'unlink web/x',
      'shred web/x',
      '/bin/rm web/x',
      'tar -C /srv/website -xf a',
      './x',
      'touch web/src/a.js',
    ])
      expect(check(run, [web]), run).toEqual([]);
    expect(check('tar -C web/src -xf a', [web])).toHaveLength(1);
    expect(
      check('touch web/src/a/b.js', [bind('web/src', '/srv/web/src')], { tree: { 'web/src/a/b.js': '' } }),
    ).toEqual([]);
    expect(check('touch web/node_modules/.x', [web])).toEqual([expect.stringMatching(/^note /)]);
    expect(check('tar -C web/data -xf a', [web, volume('v', '/srv/web/data')])).toEqual([]);
  });

  it('is silent about what a file of another stage is made by', () => {
    const tree = {
      Dockerfile: 'FROM x AS b\nWORKDIR /srv/web\nRUN make\nFROM x\nCOPY --from=b /srv/web/a /srv/web/a',
    };
    expect(check('', [web], { tree })).toEqual([]);
  });
});

describe('same-kind', () => {
  const FIX = 'Fix: put a file there: the engine makes a directory where one is missing';
  const check = (source: string, target: string, tree: Tree) =>
    found('same-kind', {
      dev: [built('api', { mounts: [bind(source, target)] })],
      tree: {
        'api/Dockerfile': 'FROM x\nCOPY a.yaml /etc/a.yaml\nCOPY conf /etc/conf\n',
        'api/a.yaml': '',
        'api/conf/b': '',
        ...tree,
      },
    });

  it('finds a directory over a file, and a file over a directory', () => {
    expect(check('api/conf', '/etc/a.yaml', {})).toEqual([
      `error dev/api mounts[/etc/a.yaml]: directory "api/conf" is mounted over a file of the image. ${FIX}`,
    ]);
    expect(check('api/a.yaml', '/etc/conf', {})).toEqual([
      'error dev/api mounts[/etc/conf]: file "api/a.yaml" is mounted over a directory of the image. Fix: mount it at its own name in that directory',
    ]);
  });

  it.each([
    'conf',
    'yml',
    'yaml',
    'htm',
    'html',
    'json',
  ])('finds an empty directory that is called like a .%s file', (end) => {
    expect(check(`api/x.${end}`, `/srv/x.${end}`, { [`api/x.${end}`]: { kind: 'dir' } })).toEqual([
      `warning dev/api mounts[/srv/x.${end}]: "api/x.${end}" is an empty directory with the name of a file. ${FIX}`,
    ]);
  });

  it('is silent about the right kinds, what is not there, and directories that are meant', () => {
    expect(check('api/a.yaml', '/etc/a.yaml', {})).toEqual([]);
    expect(check('api/conf', '/etc/conf', {})).toEqual([]);
    expect(check('api/gone', '/etc/conf', {})).toEqual([]);
    expect(check('api/conf.d', '/srv/x.yaml', { 'api/conf.d': { kind: 'dir' } })).toEqual([]);
    expect(check('api/x.yaml', '/srv/x', { 'api/x.yaml': { kind: 'dir' } })).toEqual([]);
    expect(check('api/x.yaml.d', '/srv/x.yaml.d', { 'api/x.yaml.d': { kind: 'dir' } })).toEqual([]);
    expect(check('api/x.yaml', '/srv/x.yaml', { 'api/x.yaml/full': '' })).toEqual([]);
  });
});
