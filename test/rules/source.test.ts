import { describe, expect, it } from 'vitest';
import { bind, built, found, service, type Tree, volume } from './world.js';

const rule =
  (id: string) =>
  (mount: ReturnType<typeof bind>, tree: Tree = {}) =>
    found(id, { dev: [service({ mounts: [mount] })], tree });

describe('source-exists', () => {
  const check = rule('source-exists');

  it('finds a source that is not there, and a link that leads nowhere', () => {
    expect(check(bind('api/mian.py', '/app/main.py'), { 'api/main.py': '' })).toEqual([
      'error dev/api mounts[/app/main.py]: source "api/mian.py" does not exist. Fix: add it, or remove the mount',
    ]);
    expect(check(bind('now', '/app/main.py'), { now: { link: 'gone' } })).toEqual([
      'error dev/api mounts[/app/main.py]: source "now" is a link that leads nowhere. Fix: remove the link, or point it at what is meant',
    ]);
  });

  it('finds a source of the other kind', () => {
    expect(check(bind('api', '/a', { kind: 'file' }), { 'api/x': '' })).toEqual([
      'error dev/api mounts[/a]: source "api" is not a file. Fix: put a file there, or declare what it is',
    ]);
    expect(check(bind('api', '/a', { kind: 'dir' }), { api: '' })).toEqual([
      'error dev/api mounts[/a]: source "api" is not a directory. Fix: put a directory there, or declare what it is',
    ]);
  });

  it('is silent about what is there, through links too, and about volumes', () => {
    expect(check(bind('api', '/a', { kind: 'dir' }), { 'api/x': '' })).toEqual([]);
    expect(check(bind('now', '/a', { kind: 'file' }), { now: { link: 'api' }, api: '' })).toEqual([]);
    expect(check(bind('api', '/a'), { api: '' })).toEqual([]);
    expect(check(bind('api', '/a', { kind: 'dir' }), { api: { kind: 'unreadable' } })).toEqual([]);
    expect(found('source-exists', { dev: [service({ mounts: [volume('v', '/v')] })] })).toEqual([]);
  });
});

describe('source-in-root', () => {
  const check = rule('source-in-root');

  it('finds what lies outside, whether or not it is there', () => {
    expect(check(bind('/srv/other/data', '/a'))).toEqual([
      'error dev/api mounts[/a]: source "/srv/other/data" is outside the source root. Fix: move it into the source tree',
    ]);
  });

  it('finds a link that leads outside', () => {
    expect(check(bind('data', '/a'), { data: { link: '/srv/data' }, '/srv/data/x': '' })).toEqual([
      'error dev/api mounts[/a]: source "/srv/data" is outside the source root, through a link from "data". Fix: move it into the source tree',
    ]);
  });

  it('is silent about what lies inside, and leaves system paths to their own rule', () => {
    expect(check(bind('data', '/a'), { 'data/x': '' })).toEqual([]);
    expect(check(bind('gone', '/a'))).toEqual([]);
    expect(check(bind('/etc/hosts', '/a'))).toEqual([]);
  });
});

describe('no-system-path', () => {
  const check = rule('no-system-path');

  it.each([
    '/',
    '/etc',
    '/etc/localtime',
    '/proc',
    '/sys/fs/cgroup',
    '/dev/net/tun',
    '/run/user',
    '/var/run',
    '/boot',
    '/var/lib/docker/volumes',
    '/root',
    '/home',
    '/home/alice',
    '/var',
    '/var/lib',
    '/usr',
    '/opt',
    '/tmp',
    '/srv',
  ])('finds %s', (source) => {
    expect(check(bind(source, '/a'))).toEqual([
      `error dev/api mounts[/a]: mounts "${source}", which is a system path of the host. Fix: remove the mount`,
    ]);
  });

  it.each([
    '/var/run/docker.sock',
    '/run/containerd/containerd.sock',
    'docker.sock',
    '/x/podman.sock',
    '/x/crio.sock',
    '/home/alice/podman.sock',
  ])('finds the engine’s socket at %s', (source) => {
    expect(check(bind(source, '/a'))).toEqual([
      `error dev/api mounts[/a]: mounts "${source}", which is the engine's socket. Fix: remove the mount`,
    ]);
  });

  it('finds them behind a link, and any other socket', () => {
    expect(check(bind('etc', '/a'), { etc: { link: '/etc' }, '/etc/hosts': '' })).toHaveLength(1);
    expect(check(bind('sock', '/a'), { sock: { link: '/x/docker.sock' }, '/x/docker.sock': '' })).toEqual([
      expect.stringContaining("which is the engine's socket"),
    ]);
    expect(check(bind('s', '/a'), { s: { kind: 'socket' } })).toEqual([
      'error dev/api mounts[/a]: mounts "s", which is a socket. Fix: remove the mount',
    ]);
  });

  it.each([
    'api/etc',
    'etc',
    '/home/alice/project',
    '/srv/data',
    '/project/home',
    '/project/etc',
    '/home/alice/tmp',
    '/etcetera',
    '/opt/x',
    '/srv/my-docker.sock',
    'docker.sockets',
  ])('is silent about %s', (source) => {
    expect(check(bind(source, '/a'))).toEqual([]);
  });
});

describe('portable-names', () => {
  const check = rule('portable-names');

  it.each(['a:b', 'a\nb', 'a\rb', 'a${b'])('finds %j on either side', (name) => {
    const problem = `path ${JSON.stringify(name)} is not read the same by both engines. Fix: rename it without ":", line break or "\${"`;
    expect(check(bind(name, '/a'))).toEqual([`error dev/api mounts[/a]: ${problem}`]);
    expect(check(bind('a', name))).toEqual([`error dev/api mounts[${name}]: ${problem}`]);
  });

  it('is silent about what both engines take', () => {
    expect(check(bind('a b,"c" $d {e}', '/a'))).toEqual([]);
  });
});

describe('links-stay-inside', () => {
  const FIX =
    'Fix: replace it with what it should name, or point it inside the source tree with a relative path';
  const NOWHERE = 'Fix: remove the link, or point it at what it should name';

  it('finds links below a mount that lead nowhere, outside, or somewhere else in the container', () => {
    const tree: Tree = {
      'data/a': { link: 'gone' },
      'data/b': { link: '/srv/out' },
      'data/c': { link: '/src/data/real' },
      'data/ok': { link: 'real' },
      'data/real': '',
      '/srv/out': '',
    };
    expect(rule('links-stay-inside')(bind('data', '/a'), tree)).toEqual([
      `error dev/api mounts[/a]: link "data/a" -> "gone" leads nowhere. ${NOWHERE}`,
      `error dev/api mounts[/a]: link "data/b" -> "/srv/out" leads out of the source root. ${FIX}`,
      `error dev/api mounts[/a]: link "data/c" -> "/src/data/real" is absolute, and leads elsewhere in the container. ${FIX}`,
    ]);
  });

  it('finds them in a build context, each once', () => {
    const tree: Tree = {
      'api/Dockerfile': 'FROM x\nCOPY . /app\n',
      'api/a': { link: 'gone' },
      'api/data/b': { link: 'gone' },
      'api/.dockerignore': 'c',
      'api/c': { link: 'gone' },
    };
    const dev = [built('api', { mounts: [bind('api/data', '/app/data')] })];
    expect(found('links-stay-inside', { dev, tree })).toEqual([
      `error dev/api mounts[/app/data]: link "api/data/b" -> "gone" leads nowhere. ${NOWHERE}`,
      `error dev/api image: link "api/a" -> "gone" leads nowhere. ${NOWHERE}`,
    ]);
  });

  describe('to what lies outside of what is mounted or copied', () => {
    const WARNED = 'Fix: mount or copy it there too, or replace the link with what it names';
    const FILES: Tree = {
      'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\n',
      'api/lib': { link: '../shared' },
      'api/app/s.py': { link: '../../shared/s.py' },
      'api/app/own.py': { link: './a.py' },
      'api/app/a.py': '',
      'shared/s.py': '',
    };
    const check = (
      mounts: NonNullable<Parameters<typeof service>[0]>['mounts'] = [],
      more: Tree = {},
      source = {},
    ) =>
      found('links-stay-inside', {
        dev: [built('api', { mounts: mounts ?? [] }, source)],
        tree: { ...FILES, ...more },
      });
    const app = bind('api/app', '/srv/app');
    const mounted = `error dev/api mounts[/srv/app]: link "api/app/s.py" -> "../../shared/s.py" leads to /shared/s.py in the container, where nothing is known to be at "shared/s.py". ${WARNED}`;
    const copied = [
      `error dev/api image: link "api/lib" -> "../shared" leads to /shared in the container, where nothing is known to be at "shared" (api/Dockerfile:3). ${WARNED}`,
      `error dev/api image: link "api/app/s.py" -> "../../shared/s.py" leads to /shared/s.py in the container, where nothing is known to be at "shared/s.py" (api/Dockerfile:3). ${WARNED}`,
    ];

    it('are found where the container has nothing there', () => {
      expect(check().sort()).toEqual([...copied].sort());
      expect(check([app]).sort()).toEqual([mounted, ...copied].sort());
      expect(found('links-stay-inside', { dev: [service({ mounts: [app] })], tree: FILES })).toEqual([
        mounted.replace('error', 'warning'),
      ]);
    });

    it('are found where the container has something else there', () => {
      const tree = { 'other/s.py': '' };
      expect(check([app, bind('other', '/shared')], tree)).toHaveLength(3);
      expect(
        check([], { 'api/Dockerfile': 'FROM x\nCOPY . /app\nCOPY app/a.py /shared/s.py\n' }),
      ).toHaveLength(2);
    });

    it('are right where a mount, a volume or a copy shows it there', () => {
      expect(check([app, bind('shared', '/shared')])).toEqual([]);
      expect(check([app, volume('v', '/shared')])).toEqual([]);
      expect(check([app, bind('shared/s.py', '/shared/s.py')])).toEqual([copied[0]]);
      const root = { Dockerfile: 'FROM x\nCOPY api /app\nCOPY shared /shared\n' };
      expect(check([app], root, { directory: '.' })).toEqual([]);
    });

    it('are right where the image has a directory of the same files there', () => {
      const tree = { 'api/app/s.py': { link: '../../shared' }, 'other/s.py': '' };
      const baked = (copies: string) =>
        check([app], { ...tree, Dockerfile: `FROM x\n${copies}\n` }, { directory: '.' });
      const at = (place: string) => [expect.stringContaining(`leads to ${place} in the container`)];
      expect(baked('COPY shared /shared')).toEqual([]);
      expect(baked('COPY shared /shared/deeper')).toEqual([]);
      expect(baked('COPY other /shared')).toEqual(at('/shared'));
      expect(baked('COPY --from=y / /shared/')).toEqual([expect.stringMatching(/^note /)]);
      expect(baked('COPY shared /shares')).toEqual(at('/shared'));
      expect(baked('ADD https://x.example/s.py /shared/')).toEqual(at('/shared'));
    });

    it('are none where COPY names the link, and so copies what it leads to', () => {
      const tree = { 'api/now.py': { link: 'app/a.py' }, 'api/Dockerfile': 'FROM x\nCOPY now.py /srv/\n' };
      expect(check([], tree)).toEqual([]);
    });

    it('are noted where the image may have it', () => {
      const tree = { 'api/Dockerfile': 'FROM x\nCOPY . /app\nRUN tar -C /shared -xf a\n' };
      for (const line of check([], tree)) expect(line).toMatch(/^note /);
      expect(check([], tree)).toHaveLength(2);
    });

    it('are not seen below another mount, and are none of the container’s where nothing copies them', () => {
      const nested = [
        bind('api/app', '/app/app'),
        volume(undefined, '/app/app/s.py'),
        volume(undefined, '/app/lib'),
      ];
      expect(check(nested)).toEqual([]);
      expect(check([], { 'api/Dockerfile': 'FROM x\nCOPY app/a.py /app/\n' })).toEqual([]);
      expect(check([bind('.', '/all')], { 'api/Dockerfile': 'FROM x\n' })).toEqual([]);
    });
  });

  it('is silent about what other rules find: a file, a directory outside, nothing at all', () => {
    const check = rule('links-stay-inside');
    expect(check(bind('a', '/a'), { a: '' })).toEqual([]);
    expect(check(bind('/srv', '/a'), { '/srv/a': { link: 'gone' } })).toEqual([]);
    expect(check(bind('gone', '/a'))).toEqual([]);
  });
});

describe('readable-sources', () => {
  const check = rule('readable-sources');

  it('finds what cannot be read, sockets and devices', () => {
    const tree: Tree = {
      'data/a': { kind: 'unreadable' },
      'data/b': { kind: 'socket' },
      'data/c': { kind: 'other' },
      'data/d': { kind: 'unreadable' },
      'data/e': '',
    };
    expect(check(bind('data', '/a'), tree)).toEqual([
      'warning dev/api mounts[/a]: holds what cannot be read: data/a, data/d. Fix: let the group or others read it',
      'warning dev/api mounts[/a]: holds sockets: data/b. Fix: keep it out of the source tree',
      'warning dev/api mounts[/a]: holds what is neither a file nor a directory: data/c. Fix: keep it out of the source tree',
    ]);
    expect(check(bind('data', '/a'), { data: { kind: 'unreadable' } })).toEqual([
      'warning dev/api mounts[/a]: source "data" cannot be read. Fix: let the group or others read it',
    ]);
    for (const kind of ['socket', 'other'] as const)
      expect(check(bind('data', '/a'), { data: { kind } })).toEqual([
        'warning dev/api mounts[/a]: source "data" is neither a file nor a directory. Fix: mount what an image can contain',
      ]);
  });

  it('is silent about files, about what is not there, and outside the source root', () => {
    expect(check(bind('data', '/a'), { 'data/e': '' })).toEqual([]);
    expect(check(bind('data', '/a'), { data: '' })).toEqual([]);
    expect(check(bind('gone', '/a'))).toEqual([]);
    expect(check(bind('/srv', '/a'), { '/srv/s': { kind: 'socket' } })).toEqual([]);
  });
});
