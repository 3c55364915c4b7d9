import { describe, expect, it } from 'vitest';
import { bind, built, found, service, volume } from './world.js';

const TREE = {
  'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\n',
  'api/main.py': '',
  'shared/base.py': '',
};
const LIVE = { shared: true, live: [{ kind: 'file', path: 'main.py' }] } as const;

describe('only-live-paths', () => {
  const api = (...mounts: ReturnType<typeof bind>[]) => ({
    dev: [built('api', { mounts }, LIVE)],
    tree: TREE,
  });

  it('finds what is mounted and not declared, and what is mounted elsewhere', () => {
    const mounts = [bind('api/notes', '/app/notes'), bind('api/main.py', '/app/other.py')];
    expect(found('only-live-paths', api(...mounts))).toMatchInlineSnapshot(`
      [
        "error dev/api mounts[/app/notes]: mounts "api/notes", which is not declared live. Fix: declare it in the construct's \`live\`, or remove the mount",
        "error dev/api mounts[/app/other.py]: mounts "api/main.py", which belongs at /app/main.py. Fix: declare it in the construct's \`live\`, or remove the mount",
      ]
    `);
  });

  it('finds shared code in a service that does not share', () => {
    const dev = [built('api', { mounts: [bind('shared', '/app/shared')] }, { live: [] })];
    expect(found('only-live-paths', { dev, tree: TREE })).toHaveLength(1);
  });

  it('is silent about declared paths, about prod, and where nothing is declared', () => {
    const mounts = [bind('api/main.py', '/app//main.py'), bind('shared', '/app/shared')];
    expect(found('only-live-paths', api(...mounts))).toEqual([]);
    const other = { mounts: [bind('api/notes', '/app/notes')] };
    expect(found('only-live-paths', { prod: [built('api', other, LIVE)], tree: TREE })).toEqual([]);
    expect(found('only-live-paths', { dev: [built('api', other)], tree: TREE })).toEqual([]);
    expect(found('only-live-paths', { dev: [service(other)] })).toEqual([]);
  });
});

describe('shared-is-mounted', () => {
  it.each([
    ['nothing', []],
    ['shared elsewhere', [bind('shared', '/shared')]],
    ['another directory in its place', [bind('api/shared', '/app/shared')]],
    ['a volume in its place', [volume('shared', '/app/shared')]],
  ])('finds an application in dev with %s', (_, mounts) => {
    expect(found('shared-is-mounted', { dev: [built('api', { mounts }, LIVE)], tree: TREE })).toEqual([
      'error dev/api mounts: lacks ./shared at /app/shared. Fix: mount it, or build the service with shared: true',
    ]);
  });

  it('finds it in a setup that is not ours where one service has it', () => {
    const dev = [built('api'), built('web', { mounts: [bind('shared', '/app/shared/')] })];
    expect(found('shared-is-mounted', { dev, tree: TREE })).toEqual([
      expect.stringMatching(/dev\/api mounts/),
    ]);
  });

  it('is silent where it is, about backing services, about prod, and where nobody shares', () => {
    const silent = (world: Parameters<typeof found>[1]) =>
      expect(found('shared-is-mounted', world)).toEqual([]);
    silent({ dev: [built('api', { mounts: [bind('shared', '/app/shared')] }, LIVE)], tree: TREE });
    silent({ dev: [built('api', { kind: 'backing' }, LIVE)], tree: TREE });
    silent({ prod: [built('api', {}, LIVE)], tree: TREE });
    silent({ dev: [built('api', {}, { ...LIVE, shared: false })], tree: TREE });
    silent({ dev: [built('api', { mounts: [bind('shared', '/srv')] })], tree: TREE });
    silent({ dev: [service({ kind: 'application' })] });
  });
});

describe('no-whole-directory', () => {
  const api = (source: string, target: string, tree: Parameters<typeof found>[1]['tree'] = TREE) =>
    found('no-whole-directory', { dev: [built('api', { mounts: [bind(source, target)] })], tree });

  it.each([
    ['the directory of the service, wherever it goes', 'api', '/srv'],
    ['what the directory lies in', '.', '/src'],
    ['anything over /app', 'api/src', '/app/'],
    ['anything over what /app lies in', 'api/src', '/'],
  ])('finds %s', (_, source, target) => {
    expect(api(source, target)).toEqual([
      `error dev/api mounts[${target}]: mounts the whole of "${source}". Fix: declare the files and directories that change often, one by one`,
    ]);
  });

  it('finds the directory behind a link, and the working directory of the image', () => {
    expect(api('now', '/srv', { ...TREE, now: { link: 'api' } })).toHaveLength(1);
    expect(
      api('api/src', '/code', { ...TREE, 'api/Dockerfile': 'FROM x\nWORKDIR /code/web\n' }),
    ).toHaveLength(1);
    expect(api('api/src', '/app', { ...TREE, 'api/Dockerfile': 'FROM x\nWORKDIR /code\n' })).toHaveLength(1);
    expect(found('no-whole-directory', { dev: [service({ mounts: [bind('src', '/app')] })] })).toHaveLength(
      1,
    );
  });

  it('is silent about a directory within, about a volume, and about an image that works in /', () => {
    expect(api('api/src', '/app/src')).toEqual([]);
    expect(api('apis', '/apps')).toEqual([]);
    expect(api('api/src', '/src', { ...TREE, 'api/Dockerfile': 'FROM x\nWORKDIR /\n' })).toEqual([]);
    expect(found('no-whole-directory', { dev: [built('api', { mounts: [volume('app', '/app')] })] })).toEqual(
      [],
    );
    expect(found('no-whole-directory', { dev: [service({ mounts: [bind('conf', '/etc/nginx')] })] })).toEqual(
      [],
    );
  });
});

describe('no-bind-in-prod', () => {
  const mounts = [
    bind('api/main.py', '/app/main.py'),
    volume('data', '/data'),
    bind('api/data', '/app/data'),
  ];

  it('finds each bind mount in prod', () => {
    expect(found('no-bind-in-prod', { prod: [service({ mounts })] })).toEqual([
      'error prod/api mounts[/app/main.py]: mounts host path "api/main.py". Fix: copy it in the Dockerfile, or declare it live',
      'error prod/api mounts[/app/data]: mounts host path "api/data". Fix: copy it in the Dockerfile, or declare it live',
    ]);
  });

  it('is silent about volumes in prod, and about the same mounts in dev', () => {
    expect(found('no-bind-in-prod', { prod: [service({ mounts: [volume('data', '/data')] })] })).toEqual([]);
    expect(found('no-bind-in-prod', { dev: [service({ mounts })] })).toEqual([]);
  });
});

describe('volumes-hold-data', () => {
  const api = (target: string) =>
    found('volumes-hold-data', { prod: [built('api', { mounts: [volume('v', target)] })], tree: TREE });

  it('finds a volume over files of the source tree', () => {
    expect(api('/app')).toEqual([
      'error prod/api mounts[/app]: covers what the image gets from the source tree: /app/Dockerfile, /app/main.py. Fix: mount the volume at a directory that holds only data',
    ]);
  });

  it('is silent about a volume where the image has nothing of ours, and about binds', () => {
    expect(api('/app/data')).toEqual([]);
    expect(api('/application')).toEqual([]);
    const tree = { ...TREE, 'api/Dockerfile': 'FROM x\nCOPY --from=y /data /app/data\n' };
    expect(
      found('volumes-hold-data', { prod: [built('api', { mounts: [volume('v', '/app')] })], tree }),
    ).toEqual([]);
    expect(
      found('volumes-hold-data', { dev: [built('api', { mounts: [bind('api', '/app')] })], tree: TREE }),
    ).toEqual([]);
  });
});

describe('named-volumes', () => {
  it('finds a volume of prod without a name', () => {
    const mounts = [volume(undefined, '/data'), volume('v', '/more')];
    expect(found('named-volumes', { prod: [service({ mounts })] })).toEqual([
      'warning prod/api mounts[/data]: is a volume without a name, whose data is lost with the container. Fix: give it a name',
    ]);
    expect(found('named-volumes', { dev: [service({ mounts })] })).toEqual([]);
    expect(found('named-volumes', { prod: [service({ mounts: [bind('a', '/a')] })] })).toEqual([]);
  });
});

describe('separate-volumes', () => {
  const modes = (dev: string | undefined, prod: string | undefined) =>
    found('separate-volumes', {
      dev: [service({ mounts: [volume(dev, '/data'), volume(dev, '/data2')] })],
      prod: [service({ mounts: [volume(prod, '/data')] })],
    });

  it('finds a volume that dev and prod share, once', () => {
    expect(modes('data', 'data')).toEqual([
      'error system volumes[data]: dev and prod both use volume "data". Fix: name it after its mode',
    ]);
  });

  it('is silent where each has its own, where they have no name, and with one mode alone', () => {
    expect(modes('data-dev', 'data-clean')).toEqual([]);
    expect(modes(undefined, undefined)).toEqual([]);
    expect(found('separate-volumes', { dev: [service({ mounts: [volume('data', '/data')] })] })).toEqual([]);
    expect(
      found('separate-volumes', {
        dev: [service({ mounts: [bind('a', '/a')] })],
        prod: [service({ mounts: [bind('a', '/a')] })],
      }),
    ).toEqual([]);
  });
});

describe('same-services', () => {
  it('finds what either mode has alone', () => {
    const both = service({ name: 'api' });
    const world = { dev: [both, service({ name: 'adminer' })], prod: [service({ name: 'backup' }), both] };
    expect(found('same-services', world)).toEqual([
      'error dev/adminer services[adminer]: is only in dev. Fix: add it to prod, or remove it from dev',
      'error prod/backup services[backup]: is only in prod. Fix: add it to dev, or remove it from prod',
    ]);
    expect(found('same-services', { dev: [both], prod: [both] })).toEqual([]);
    expect(found('same-services', { dev: [both] })).toEqual([]);
  });
});
