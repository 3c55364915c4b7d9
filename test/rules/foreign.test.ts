import { describe, expect, it } from 'vitest';
import type { CheckedWatch } from '../../lib/model/checked-system.js';
import { bind, built, found, service, type Tree, volume, type World } from './world.js';

/** What is found of a system that somebody else wrote. */
const foreign = (rule: string, world: World) => found(rule, { ...world, foreign: true });
const external = (reference: string) => ({ kind: 'external', reference }) as const;

describe('watch-matches', () => {
  const DOCKERFILE = 'FROM python:3.12\nWORKDIR /app\nCOPY --chown=app src ./src\n';
  const TREE: Tree = {
    'api/Dockerfile': DOCKERFILE,
    'api/.dockerignore': 'notes.txt',
    'api/notes.txt': '',
    'api/src/main.py': '',
    'api/src/sub/b.py': '',
    'common/c.py': '',
    'conf/a.conf': '',
  };
  const sync = { action: 'sync', path: 'api/src', target: '/app/src' } as const;
  const check = (
    watch: CheckedWatch,
    rest: Parameters<typeof service>[0] = {},
    tree: Tree = {},
    isForeign = true,
  ) => {
    const api = built('api', { user: 'app', watched: [watch], ...rest });
    return (isForeign ? foreign : found)('watch-matches', { dev: [api], tree: { ...TREE, ...tree } });
  };
  const rebuild = (path: string) => ({ action: 'rebuild', path }) as const;

  it.each<[string, string, CheckedWatch, Parameters<typeof service>[0]?, Tree?]>([
    [
      'watches "conf" for a service without `build`, which Compose refuses',
      'give the service a build, or mount the path',
      rebuild('conf'),
      { image: external('nginx') },
    ],
    [
      'watches "gone", which does not exist',
      'name what is meant, or remove the entry',
      { ...sync, path: 'gone' },
    ],
    [
      'is built again when "api/notes.txt" changes, which .dockerignore keeps out of the build',
      'let it into the context, or remove the entry',
      rebuild('api/notes.txt'),
    ],
    [
      'is built again when "conf" changes, which is outside its build context "api"',
      'let it into the context, or remove the entry',
      rebuild('conf'),
    ],
    [
      'syncs "api/src" to /app/src, where "api/src" is mounted',
      'mount it or sync it, not both',
      sync,
      { mounts: [bind('api/src', '/app/src')] },
    ],
    [
      'syncs "api/src" to /app/src, where a volume is mounted',
      'mount it or sync it, not both',
      sync,
      { mounts: [volume('code', '/app')] },
    ],
    [
      'syncs as user "1000:1000", which Compose does not find in the image: the copy fails',
      'name a user that the image has, or mount the path',
      sync,
      { user: '1000:1000' },
    ],
    [
      'syncs as user "app" into files that the image gets as root\'s: the copy may fail',
      'copy them with `COPY --chown`',
      sync,
      {},
      { 'api/Dockerfile': DOCKERFILE.replace('--chown=app ', '') },
    ],
    [
      'syncs as user "web" into files that the image gets as root\'s: the copy may fail',
      'copy them with `COPY --chown`',
      sync,
      { user: undefined },
      { 'api/Dockerfile': `${DOCKERFILE.replace('--chown=app ', '')}USER web\n` },
    ],
    [
      'syncs what is outside the build context, so no image has it at its start: common/c.py',
      'build from a context that has it, and copy it in the Dockerfile',
      { ...sync, path: 'common', target: '/app/common' },
    ],
    [
      'syncs "api/src/sub" to /app/sub/b.py, where nothing reads it: the image has it at /app/src/sub/b.py',
      'sync it to where the image has it',
      { ...sync, path: 'api/src/sub', target: '/app/sub' },
    ],
    [
      'syncs "api/src" to /app/main.py, where nothing reads it: the image has it at /app/src/main.py',
      'sync it to where the image has it',
      { ...sync, target: '/app/' },
    ],
  ])('says of develop.watch that it %s', (problem, fix, watch, rest, tree) => {
    expect(check(watch, rest, tree)).toEqual([
      `warning dev/api watched[${watch.path}]: ${problem}. Fix: ${fix}`,
    ]);
    expect(check(watch, rest, tree, false)).toEqual([]);
  });

  it.each<[string, CheckedWatch, Parameters<typeof service>[0]?, Tree?]>([
    ['a sync to where the image has it', sync],
    ['a sync of a file', { ...sync, path: 'api/src/main.py', target: '/app/src/main.py' }],
    ['a build of what is sent', rebuild('api/src')],
    ['a build of the whole context', rebuild('api')],
    ['a build of more than the context', rebuild('.')],
    ['a build of what cannot be read', rebuild('conf'), {}, { 'api/Dockerfile': { kind: 'unreadable' } }],
    ['a restart', { action: 'restart', path: 'conf', target: '/elsewhere' }],
    ['a sync to nowhere', { action: 'sync', path: 'conf' }],
    ['root', sync, { user: 'root' }, { 'api/Dockerfile': DOCKERFILE.replace('--chown=app ', '') }],
    ['root’s group', sync, { user: '0:1' }, { 'api/Dockerfile': DOCKERFILE.replace('--chown=app ', '') }],
    ['a user of a variable', sync, { user: '$UID:$GID' }],
    ['a user whom nobody names', sync, { user: undefined }],
    [
      'an owner by RUN',
      sync,
      {},
      { 'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY src src\nRUN chown -R app .' },
    ],
    ['a mode by COPY', sync, {}, { 'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY --chmod=777 src src\n' }],
    [
      'an image that has some of it there',
      { ...sync, path: 'api', target: '/app' },
      {},
      { 'api/main.py': '' },
    ],
  ])('is silent about %s', (_, watch, rest, tree) => {
    expect(check(watch, rest, tree)).toEqual([]);
  });
});

describe('waits-can-end', () => {
  const check = (cache: Parameters<typeof service>[0], condition: string, tree: Tree = {}) =>
    found('waits-can-end', {
      dev: [
        service({
          name: 'other',
          healthCheck: { test: ['CMD', 'x'], interval: 1, timeout: 1, retries: 1, startPeriod: 1 },
        }),
        service({ name: 'cache', ...cache }),
        service({ conditions: { cache: condition, gone: condition } }),
      ],
      tree,
    });
  const COMPLETED = 'service_completed_successfully';

  it.each([
    'always',
    'unless-stopped',
    'any',
  ])('finds a wait for the end of what is started again: %s', (restart) => {
    expect(check({ restart }, COMPLETED)).toEqual([
      "error dev/api dependsOn[cache]: waits for the end of cache, which is always started again. Fix: say `restart: 'no'` there",
    ]);
    expect(check({ restart }, 'service_started')).toEqual([]);
  });

  it.each([
    'no',
    'on-failure',
    'anyway',
    'almost-always',
  ])('lets it wait for the end of another: %s', (restart) => {
    expect(check({ restart }, COMPLETED)).toEqual([]);
  });

  it('finds a wait for health that is taken away', () => {
    const healthCheck = { test: ['NONE'], interval: 1, timeout: 1, retries: 1, startPeriod: 1 };
    expect(check({ healthCheck }, 'service_healthy')).toEqual([
      'error dev/api dependsOn[cache]: waits for the health of cache, whose health check is taken away. Fix: give cache a health check, or wait for it to be started',
    ]);
    expect(check({ healthCheck }, 'service_started')).toEqual([]);
  });

  const NONE =
    'error dev/api dependsOn[cache]: waits for the health of cache, which has no health check. Fix: give cache a health check, or wait for it to be started';
  const maybe = (base: string) =>
    `note dev/api dependsOn[cache]: waits for the health of cache: whether ${base} has a health check is not known. Fix: nothing, if it has one`;

  it.each([
    ['redis', NONE],
    ['redis:7-alpine', NONE],
    ['docker.io/redis', NONE],
    ['library/redis', NONE],
    ['docker.io/library/redis:7@sha256:0a', NONE],
    ['example/redis', maybe('example/redis')],
    ['ghcr.io/library/redis', maybe('ghcr.io/library/redis')],
    ['redis:7/x', maybe('redis:7/x')],
  ])('knows that no image of Docker’s own has a health check: %s', (reference, line) => {
    expect(check({ image: external(reference) }, 'service_healthy')).toEqual([line]);
    const image = built('cache').image as NonNullable<ReturnType<typeof built>['image']>;
    const tree = (more = '') => ({ 'cache/Dockerfile': `FROM ${reference}\n${more}` });
    expect(check({ image }, 'service_healthy', tree())).toEqual([line]);
    expect(check({ image }, 'service_healthy', tree('HEALTHCHECK CMD x\n'))).toEqual([]);
    expect(check({ image }, 'service_healthy')).toEqual([]);
  });

  it('is silent where there is a health check, or nothing is known', () => {
    const healthCheck = { test: ['CMD', 'x'], interval: 1, timeout: 1, retries: 1, startPeriod: 1 };
    expect(check({ image: external('redis'), healthCheck }, 'service_healthy')).toEqual([]);
    expect(check({}, 'service_healthy')).toEqual([]);
    const image = built('cache').image as NonNullable<ReturnType<typeof built>['image']>;
    expect(check({ image }, 'service_healthy', { 'cache/Dockerfile': 'FROM scratch\n' })).toEqual([NONE]);
  });
});

describe('health-can-run', () => {
  const health = (...test: string[]) => ({ test, interval: 1, timeout: 1, retries: 1, startPeriod: 1 });
  const of = (reference: string, ...test: string[]) =>
    found('health-can-run', { dev: [service({ image: external(reference), healthCheck: health(...test) })] });
  const builtFrom = (dockerfile: string, ...test: string[]) =>
    found('health-can-run', {
      dev: [built('api', test.length > 0 ? { healthCheck: health(...test) } : {})],
      tree: { 'api/Dockerfile': dockerfile },
    });
  const lacks = (program: string, reference: string) =>
    `warning dev/api healthCheck: the health check runs ${program}, which ${reference} does not have. Fix: install ${program} in the image, or ask by a program that it has`;

  it.each([
    [
      'node:20-slim',
      ['curl', 'wget', 'nc', 'netcat', 'ps', 'pgrep', 'ping', 'ss', 'netstat', 'telnet'],
      ['bash'],
    ],
    ['python:3.12-slim-bookworm', ['curl', 'ss'], ['bash']],
    ['ruby:slim', ['curl'], []],
    ['rust:1-slim', ['curl'], []],
    ['golang:1-slim', ['curl'], []],
    ['perl:5-slim', ['curl'], []],
    ['debian:12-slim', ['curl', 'ps'], []],
    ['debian', ['curl', 'wget', 'ping'], ['ps', 'pgrep', 'bash']],
    ['ubuntu:24.04', ['curl', 'nc'], ['ps', 'pgrep']],
    ['redis', ['curl', 'wget', 'nc'], ['ping', 'redis-cli']],
    ['postgres:17', ['curl'], ['pg_isready', 'psql']],
    ['mysql:8', ['curl'], ['mysqladmin']],
    ['mariadb:11', ['curl'], []],
    ['mongo:7', ['nc'], ['mongosh']],
    ['redis:8-alpine', ['curl', 'bash'], ['wget', 'nc']],
    ['alpine:3', ['curl', 'bash'], ['wget', 'ps']],
    ['node:20-alpine', ['curl', 'bash', 'pg_isready'], ['wget']],
    ['docker.io/library/python:3-alpine', ['curl', 'redis-cli'], ['wget']],
    ['python:3.12', ['pg_isready', 'redis-cli', 'mysqladmin', 'mongosh'], ['curl', 'wget']],
    ['golang', ['pg_isready'], ['curl']],
    ['example/node:20-slim', [], ['curl']],
    ['nodes:20-slim', [], ['curl', 'pg_isready']],
  ])('knows what %s lacks', (reference, missing, there) => {
    for (const program of missing) {
      expect(of(reference, 'CMD', program, 'x')).toEqual([lacks(program, reference)]);
      expect(of(reference, 'CMD-SHELL', program)).toEqual([lacks(program, reference)]);
    }
    for (const program of there) expect(of(reference, 'CMD', program, 'x')).toEqual([]);
  });

  it.each([
    ['sh -c nc -z localhost 80', 'nc'],
    ['exec nc -z localhost 80', 'nc'],
    ['if ping -c 1 localhost; then exit 0; fi', 'ping'],
    ['! pgrep x', 'pgrep'],
    ['test -f x && /bin/ss -l', 'ss'],
    ['test -f x || ss -l', 'ss'],
    ['test -f x; ss -l', 'ss'],
    ['(ps)', 'ps', false],
    ['(ps aux)', 'ps'],
    ['/usr/bin/curl -f http://localhost', 'curl'],
    ['test x; curl', 'curl'],
    ['(curl x)', 'curl'],
    ['node check.js /ping', 'ping', false],
    ['node check.js http://localhost/ss', 'ss', false],
    ['mycurl x', 'curl', false],
    ['curls x', 'curl', false],
    ['nothing', 'curl', false],
  ])('reads the program out of %s', (text, program, isFound = true) => {
    expect(of('node:20-slim', 'CMD-SHELL', text)).toEqual(isFound ? [lacks(program, 'node:20-slim')] : []);
  });

  it.each([
    ['curl', 'curl'],
    ['nc', 'netcat-openbsd'],
    ['nc', 'ncat'],
    ['ps', 'procps'],
    ['pgrep', 'procps'],
    ['ping', 'iputils-ping'],
    ['ss', 'iproute2'],
    ['netstat', 'net-tools'],
    ['pg_isready', 'postgresql-client'],
    ['redis-cli', 'redis'],
    ['mysqladmin', 'mysql'],
    ['mysqladmin', 'mariadb'],
    ['mongosh', 'mongodb'],
  ])('knows that %s may be of the package %s', (program, name) => {
    const install = `FROM node:20-slim\nRUN apt-get install -y ${name}\n`;
    expect(builtFrom(install, 'CMD', program, 'x')).toEqual([]);
    expect(
      builtFrom(install.replace(name, `${name}x`.replace(/^(.)/, 'x$1')), 'CMD', program, 'x'),
    ).toHaveLength(1);
  });

  it('knows a package that begins with another word', () => {
    const install = 'FROM node:20-slim\nRUN apt-get install -y default-mysql-client\n';
    expect(builtFrom(install, 'CMD', 'mysqladmin', 'x')).toEqual([]);
  });

  it('does not take the health check of a Dockerfile for what installs its program', () => {
    expect(
      builtFrom('FROM node:20-slim\nHEALTHCHECK --interval=1s \\\n  CMD curl x \\\n  || exit 1\n'),
    ).toEqual([lacks('curl', 'node:20-slim').replace('. Fix', ' (api/Dockerfile:2). Fix')]);
    expect(builtFrom('FROM node:20-slim\nHEALTHCHECK CMD curl x\nRUN install curl\n')).toEqual([]);
  });

  const shell = (base: string) =>
    `warning dev/api healthCheck: the health check needs a shell, which ${base} does not have. Fix: name a program of the image: \`test: [CMD, …]\``;

  it('needs a shell only where there is one', () => {
    expect(builtFrom('FROM scratch\nCOPY a /a\n', 'CMD-SHELL', 'a')).toEqual([shell('scratch')]);
    expect(builtFrom('FROM scratch\nCOPY a /a\n', 'CMD', 'a')).toEqual([]);
    const bare = 'gcr.io/distroless/static:nonroot';
    expect(builtFrom(`FROM ${bare}\n`, 'CMD-SHELL', 'a')).toEqual([shell(bare)]);
    expect(builtFrom('FROM distroless/base\n', 'CMD-SHELL', 'a')).toEqual([shell('distroless/base')]);
    expect(builtFrom('FROM gcr.io/distroless/static:debug\n', 'CMD-SHELL', 'a')).toEqual([]);
    expect(builtFrom('FROM mydistroless/static\n', 'CMD-SHELL', 'a')).toEqual([]);
    expect(builtFrom('FROM busybox AS b\nFROM scratch\nCOPY --from=b /bin /bin\n', 'CMD-SHELL', 'a')).toEqual(
      [],
    );
    expect(builtFrom('FROM alpine\n', 'CMD-SHELL', 'a')).toEqual([]);
  });
});

describe('in prod', () => {
  const of = (
    rule: string,
    rest: Parameters<typeof service>[0],
    mode: 'dev' | 'prod' = 'prod',
    tree: Tree = {},
  ) => foreign(rule, { [mode]: [service(rest)], tree });

  it.each([
    ['FLASK_DEBUG', '1', true],
    ['FLASK_DEBUG', 'True', true],
    ['UVICORN_RELOAD', 'true', true],
    ['FLASK_ENV', 'development', true],
    ['NODE_ENV', 'Development', true],
    ['RACK_ENV', 'development', true],
    ['RAILS_ENV', 'development', true],
    ['FLASK_DEBUG', '0', false],
    ['FLASK_DEBUG', '10', false],
    ['FLASK_DEBUG', 'untrue', false],
    ['NODE_ENV', 'production', false],
    ['NODE_ENV', 'developments', false],
    ['NODE_ENV', 'nodevelopment', false],
    ['MY_FLASK_DEBUG', '1', false],
    ['NODE_ENVS', 'development', false],
    ['MY_NODE_ENV', 'development', false],
    ['UVICORN_RELOADS', '1', false],
  ])('%s=%s makes a server one for development: %s', (name, value, is) => {
    const line = `warning prod/api environment[${name}]: ${name} makes it a server for development. Fix: remove it, or give it the value of prod`;
    expect(of('no-dev-server', { environment: { [name]: [value] } })).toEqual(is ? [line] : []);
    expect(of('no-dev-server', { environment: { [name]: [value] } }, 'dev')).toEqual([]);
    expect(of('no-dev-server', { environment: { [name]: [value, { secret: 'S' }] } })).toEqual([]);
    const command = ['uvicorn', 'main:app', '--reload'];
    expect(of('no-dev-server', { command, environment: { [name]: [value] } })).toEqual([
      'warning prod/api command: starts what is meant for development: uvicorn main:app --reload. Fix: start the server that is meant for prod, without reload and debugger',
      ...(is ? [line] : []),
    ]);
  });

  it.each([
    ['POSTGRES_HOST_AUTH_METHOD', 'trust', true],
    ['POSTGRES_HOST_AUTH_METHOD', ' TRUST ', true],
    ['POSTGRES_HOST_AUTH_METHOD', 'distrust', false],
    ['POSTGRES_HOST_AUTH_METHOD', 'trusted', false],
    ['MY_POSTGRES_HOST_AUTH_METHOD', 'trust', false],
    ['POSTGRES_HOST_AUTH_METHODS', 'trust', false],
    ['POSTGRES_INITDB_ARGS', '-A trust', true],
    ['POSTGRES_INITDB_ARGS', '--x --auth=trust', true],
    ['POSTGRES_INITDB_ARGS', '--auth-host=trust', true],
    ['POSTGRES_INITDB_ARGS', '-Atrust', true],
    ['POSTGRES_INITDB_ARGS', '--auth-local=trust', false],
    ['POSTGRES_INITDB_ARGS', '--auth=trusted', false],
    ['MY_POSTGRES_INITDB_ARGS', '-A trust', false],
    ['POSTGRES_INITDB_ARGS_', '-A trust', false],
    ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes', true],
    ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', '1', true],
    ['ALLOW_EMPTY_PASSWORD', 'true', true],
    ['ALLOW_EMPTY_PASSWORD', 'no', false],
    ['ALLOW_EMPTY_PASSWORD', 'yes, sir', false],
    ['ALLOW_EMPTY_PASSWORD', 'oh yes', false],
    ['ALLOW_EMPTY_PASSWORDS', 'yes', false],
    ['MY_ALLOW_EMPTY_PASSWORD', 'yes', false],
    ['xpack.security.enabled', 'false', true],
    ['xpack.security.enabled', 'falsely', false],
    ['xpack.security.enabled', 'nofalse', false],
    ['xpack.security.enabled.x', 'false', false],
    ['x.xpack.security.enabled', 'false', false],
    ['DISABLE_SECURITY_PLUGIN', 'true', true],
    ['DISABLE_SECURITY_PLUGIN', 'untrue', false],
    ['DISABLE_SECURITY_PLUGIN', 'truely', false],
    ['DISABLE_SECURITY_PLUGINS', 'true', false],
    ['NO_DISABLE_SECURITY_PLUGIN', 'true', false],
    ['NEO4J_AUTH', 'none', true],
    ['NEO4J_AUTH', 'nonexistent', false],
    ['NEO4J_AUTH', 'anone', false],
    ['NEO4J_AUTHS', 'none', false],
    ['MY_NEO4J_AUTH', 'none', false],
  ])('%s=%s lets in anybody: %s', (name, value, is) => {
    const line = `prod/api environment[${name}]: ${name} lets in anybody without a password. Fix: give it a password from a variable or a secret`;
    expect(of('no-open-database', { environment: { [name]: [value] } })).toEqual(
      is ? [`warning ${line}`] : [],
    );
    expect(of('no-open-database', { environment: { [name]: [value] } }, 'dev')).toEqual(
      is ? [`note ${line.replace('prod', 'dev')}`] : [],
    );
    expect(of('no-open-database', { environment: { [name]: [value, 'x'] } })).toEqual([]);
    expect(of('no-open-database', { environment: { [name]: [{ secret: 'S' }] } })).toEqual([]);
  });

  it.each([
    [undefined, true],
    ['no', true],
    ['none', true],
    ['false', true],
    ['on-failure', false],
    ['always', false],
    ['not', false],
    ['nono', false],
  ])('restart: %s leaves what fails where it is: %s', (restart, is) => {
    const rest = restart === undefined ? { restart: undefined as never } : { restart };
    expect(of('prod-restarts', rest)).toEqual(
      is
        ? [
            'warning prod/api restart: is not started again when it fails, or when the host restarts. Fix: say `restart: unless-stopped`',
          ]
        : [],
    );
    expect(of('prod-restarts', rest, 'dev')).toEqual([]);
    expect(of('prod-restarts', { ...rest, profiles: ['tools'] })).toEqual([]);
    expect(of('prod-restarts', { ...rest, job: true })).toEqual([]);
  });

  it.each([
    ['migrate', true],
    ['db-migrations', true],
    ['init', true],
    ['db_init', true],
    ['initdb', true],
    ['setup', true],
    ['seed-data', true],
    ['seeder', true],
    ['migrations', true],
    ['initializer', true],
    ['test', true],
    ['build', true],
    ['bootstrap', true],
    ['createbuckets', true],
    ['provisioner', true],
    ['backup', true],
    ['tests', true],
    ['builder', true],
    ['api', false],
    ['remigrate', false],
    ['setups', false],
    ['preseed', false],
  ])('a service called %s does its work once: %s', (name, is) => {
    expect(of('prod-restarts', { name, restart: 'no' })).toHaveLength(is ? 0 : 1);
  });

  it('a service whose end is waited for does its work once', () => {
    const prod = [
      service({ restart: 'no' }),
      service({ name: 'web', conditions: { api: 'service_completed_successfully', db: 'service_healthy' } }),
      service({ name: 'db', restart: 'no' }),
    ];
    expect(foreign('prod-restarts', { prod })).toEqual([expect.stringContaining('prod/db')]);
  });

  it('keeps data elsewhere than on the host', () => {
    const tree = { 'data/x': '', 'conf/a.conf': '', 'code/a.py': '', 'keep/.gitkeep': '' };
    const image = external('example/x');
    const mounted = (source: string, target = '/x') =>
      of('no-bind-in-prod', { image, mounts: [bind(source, target)] }, 'prod', tree);
    expect(mounted('/srv/data')).toEqual([
      'warning prod/api mounts[/x]: keeps data in "/srv/data" of the host. Fix: keep it in a volume with a name, if prod is to run on any machine',
    ]);
    expect(mounted('gone')).toEqual([expect.stringMatching(/^warning .*keeps data in "gone"/)]);
    expect(mounted('keep')).toEqual([expect.stringMatching(/^warning .*keeps data in "keep"/)]);
    expect(mounted('conf')).toEqual([
      'warning prod/api mounts[/x]: mounts host path "conf". Fix: bake it into an image of your own, if prod is to run without this directory',
    ]);
    expect(mounted('code')).toEqual([
      'error prod/api mounts[/x]: mounts host path "code". Fix: bake it into an image of your own; an override takes the mount away with `volumes: !reset []` or `!override`',
    ]);
    expect(
      foreign('no-bind-in-prod', {
        prod: [built('api', { mounts: [bind('code', '/app/code')] })],
        tree: { ...tree, 'api/Dockerfile': 'FROM x\nWORKDIR /app\n' },
      }),
    ).toEqual([
      'error prod/api mounts[/app/code]: mounts host path "code". Fix: copy it in the Dockerfile; an override takes the mount away with `volumes: !reset []` or `!override`',
    ]);
  });
});

describe('between dev and prod', () => {
  const both = (rule: string, dev: readonly Parameters<typeof service>[0][], prod: typeof dev) =>
    foreign(rule, { dev: dev.map((each) => service(each)), prod: prod.map((each) => service(each)) });
  const port = { container: 80, host: 8080 };

  it('an application is published in both', () => {
    const open = { kind: 'application', published: [port] } as const;
    const line =
      'dev/api published[8080]: is published in dev, and not in prod. Fix: publish it in prod too, or do nothing if it is reached another way';
    expect(both('same-ports', [open], [{ kind: 'application' }])).toEqual([`warning ${line}`]);
    expect(both('same-ports', [{ ...open, kind: 'backing' }], [{}])).toEqual([`note ${line}`]);
    const proxy = { name: 'proxy', published: [port] };
    expect(both('same-ports', [open, proxy], [{}, proxy])).toEqual([`note ${line}`]);
    expect(both('same-ports', [{ published: [{ container: 80 }] }], [{}])).toEqual([
      expect.stringContaining('published[80]'),
    ]);
    expect(both('same-ports', [open], [open])).toEqual([]);
    expect(both('same-ports', [open], [])).toEqual([]);
    expect(both('same-ports', [{}], [{}])).toEqual([]);
    expect(found('same-ports', { dev: [service(open)], prod: [service({})] })).toEqual([]);
  });

  it('have two project names, if they are somebody else’s', () => {
    expect(both('separate-projects', [{}], [{}])).toEqual([
      'warning system name: dev and prod are both project "acme". Fix: give one of them another name: `name:` in its file',
    ]);
    expect(found('separate-projects', { dev: [service()], prod: [service()] })).toEqual([]);
  });

  it.each([
    ['nginx', 'note'],
    ['my-proxy', 'note'],
    ['reverse_proxy', 'note'],
    ['gateway', 'note'],
    ['backups', 'note'],
    ['certbot', 'note'],
    ['watchtower', 'note'],
    ['worker', 'warning'],
    ['proxying', 'warning'],
    ['myproxy', 'warning'],
  ])('prod alone may have what stands before it: %s', (name, severity) => {
    expect(both('same-services', [{}], [{}, { name }])).toEqual([
      `${severity} prod/${name} services[${name}]: is only in prod. Fix: add it to dev, or remove it from prod`,
    ]);
    expect(both('same-services', [{}, { name }], [{}])).toEqual([
      `warning dev/${name} services[${name}]: is only in dev. Fix: add it to prod, or remove it from dev`,
    ]);
    const image = external(`example/${name}:1`);
    expect(both('same-services', [{}], [{}, { name: 'x', image }])).toEqual([
      expect.stringMatching(`^${severity} prod/x `),
    ]);
  });
});

describe('a volume', () => {
  const DOCKERFILE =
    'FROM node:20-slim\nWORKDIR /srv\nCOPY package.json ./\nRUN npm install\nCOPY src src\nRUN npm run build\n';
  const check = (target: string, more = '') =>
    found('volumes-hold-data', {
      prod: [built('shop', { mounts: [volume('vol', target)] })],
      tree: { 'shop/Dockerfile': DOCKERFILE + more, 'shop/package.json': '{}', 'shop/src/a.js': '' },
    });

  it('that keeps what was made for the first image is told', () => {
    expect(check('/srv/node_modules/')).toEqual([
      'warning prod/shop mounts[/srv/node_modules/]: keeps what npm made for the first image: after a new build the old is seen (shop/Dockerfile:4). Fix: renew it with every build: `docker compose up -V`, or remove the volume',
    ]);
    expect(check('/srv/dist')).toEqual([
      'note prod/shop mounts[/srv/dist]: may keep what npm made for the first image: after a new build the old is seen (shop/Dockerfile:6). Fix: nothing, if the build makes nothing there',
    ]);
    expect(check('/srv/uploads')).toEqual([]);
    expect(check('/srv/made', 'RUN mkdir -p /srv/made && chown x /srv/made && chmod 1 /srv/made\n')).toEqual(
      [],
    );
    expect(check('/srv/made', 'RUN touch /srv/made/a; rm -r /srv/made/a\n')).toEqual([]);
    expect(check('/srv/made', 'RUN curl -o /srv/made/a x\n')).toEqual([
      expect.stringMatching(/^warning .*keeps what curl made/),
    ]);
  });

  it('of the Dockerfile that keeps copied code is told, where nothing is mounted there', () => {
    expect(check('/data', 'VOLUME /srv/src\n')).toEqual([
      "warning prod/shop image: VOLUME /srv/src keeps the first image's files in a volume without a name: /srv/src/a.js (shop/Dockerfile:7). Fix: take the VOLUME out of the Dockerfile, or let it name a directory for data alone",
    ]);
    expect(check('/data', 'VOLUME /data\n')).toEqual([]);
    expect(check('/srv/src/', 'VOLUME /srv/src\n')).toEqual([expect.stringMatching(/^error .*covers what/)]);
  });
});

describe('of what somebody else wrote', () => {
  const one = (
    rule: string,
    rest: Parameters<typeof service>[0],
    tree: Tree = {},
    more: Partial<World> = {},
  ) => foreign(rule, { dev: [service(rest)], tree, ...more });

  it.each([
    ['alpine', true],
    ['docker.io/library/python:3.12-slim', true],
    ['library/node', true],
    ['golang:1@sha256:0a', true],
    ['caddy:2', true],
    ['traefik:v3', true],
    ['example/python', false],
    ['pythons:3', false],
    ['redis:7', false],
    ['mypython:3', false],
    ['python:3/x', false],
  ])('an image whose user is root is known: %s, %s', (reference, is) => {
    const line = (severity: string, problem: string, fix: string) =>
      `${severity} dev/api user: ${problem}. Fix: ${fix}`;
    const expected = is
      ? line(
          'warning',
          `runs as root: nothing names another user than that of ${reference}`,
          'name a user: `USER` in the Dockerfile, or `user` here',
        )
      : line(
          'note',
          'runs as the user of its image, which may be root',
          'name a user, or do nothing if the image names one',
        );
    expect(one('not-root', { user: undefined, image: external(reference) })).toEqual([expected]);
    const tree = { 'api/Dockerfile': `FROM ${reference}\n` };
    expect(foreign('not-root', { dev: [built('api', { user: undefined })], tree })).toEqual([expected]);
  });

  it('that runs as root is to name another user, and no reason', () => {
    expect(one('not-root', { user: 'root' })).toEqual([
      'error dev/api user: runs as root. Fix: name another user',
    ]);
    expect(one('not-root', { user: '$U' })).toEqual([
      'note dev/api user: runs as the user of its image, which may be root. Fix: name a user, or do nothing if the image names one',
    ]);
    expect(one('no-new-privileges', { securityOptions: [] })).toEqual([
      'error dev/api securityOptions: lets its programs gain privileges. Fix: write no-new-privileges:true, if no program of it has to gain some',
    ]);
  });

  it('a source that is not there may be made by running it', () => {
    const check = (
      source: string,
      target: string,
      rest: { kind?: 'dir'; readOnly?: boolean } = {},
      tree: Tree = {},
    ) =>
      one(
        'source-exists',
        { image: external('x'), mounts: [bind(source, target, { readOnly: false, ...rest })] },
        tree,
      );
    for (const target of [
      '/data',
      '/mnt/x',
      '/srv/media',
      '/storage/',
      '/uploads',
      '/upload',
      '/backups/x',
      '/backup',
      '/log',
      '/logs',
      '/cache',
      '/bitnami/x',
      '/var/lib/x',
    ])
      expect(check('gone', target), target).toEqual([
        `note dev/api mounts[${target}]: its source does not exist: the engine makes an empty directory, of root. Fix: make it before the first start, if the container's user is to write there`,
      ]);
    for (const [source, target, readOnly] of [
      ['gone', '/app', false],
      ['gone', '/database', false],
      ['gone', '/var/library', false],
      ['gone', '/data', true],
      ['gone.d', '/data', false],
    ] as const)
      expect(check(source, target, { readOnly }), source + target).toEqual([
        `error dev/api mounts[${target}]: source "${source}" does not exist. Fix: add it, or remove the mount`,
      ]);
    expect(check('/srv/x', '/x')).toEqual([]);
    expect(check('link', '/data', {}, { link: { link: 'nowhere' } })).toEqual([
      expect.stringMatching(/^error .*"link"/),
    ]);
    expect(check('file', '/x', { kind: 'dir' }, { file: '' })).toEqual([
      'error dev/api mounts[/x]: source "file" is not a directory. Fix: put a directory there',
    ]);
  });

  it('a source elsewhere works on one machine alone', () => {
    const check = (source: string, more: Partial<World> = {}, image = external('x'), tree: Tree = {}) =>
      one('source-in-root', { image, mounts: [bind(source, '/x')] }, tree, more);
    expect(check('C:\\Users\\me\\x')).toEqual([
      'error dev/api mounts[/x]: source "C:\\Users\\me\\x" is of one Windows machine, and is outside the source root. Fix: name it relative to the Compose file',
    ]);
    const OUTSIDE =
      'dev/api mounts[/x]: source "/srv/a/b" is outside the source root. Fix: move it into the source tree';
    expect(check('/srv/a/b')).toEqual([`error ${OUTSIDE}`]);
    expect(check('/srv/a/b', { guessed: true })).toEqual([`note ${OUTSIDE}`]);
    expect(check('/srv/a/b', { guessed: true }, external('x'), { '/srv/a/b/c.py': '' })).toEqual([
      `error ${OUTSIDE}`,
    ]);
    const prod = [service({ mounts: [bind('/srv/a/b', '/x'), bind('C:/x', '/y')] })];
    expect(foreign('source-in-root', { prod })).toEqual([]);
    expect(found('source-in-root', { prod })).toHaveLength(1);
  });

  it.each([
    ['conf.d/a.conf', true],
    ['a.yaml', true],
    ['a.yml', true],
    ['a.html', true],
    ['a.htm', true],
    ['a.php', true],
    ['a.d', false],
    ['aconf', false],
    ['a.conf.d', false],
  ])('a directory has no name of a file: %s, %s', (name, is) => {
    const check = (source: string, tree: Tree) =>
      one('same-kind', { mounts: [bind(source, `/etc/${name}`)] }, tree);
    expect(check('a', { 'a/b': '' })).toEqual(
      is
        ? [
            `warning dev/api mounts[/etc/${name}]: directory "a" is mounted where the name is of a file. Fix: put a file there: the engine makes a directory where one is missing`,
          ]
        : [],
    );
    expect(
      found('same-kind', { dev: [service({ mounts: [bind('a', `/etc/${name}`)] })], tree: { 'a/b': '' } }),
    ).toEqual([]);
    expect(check('a', { a: '' })).toEqual([]);
  });

  it('what is mounted whole is told once, and not of settings', () => {
    const tree = {
      'api/Dockerfile': 'FROM x\nWORKDIR /srv\nCOPY . .\n',
      'api/a.py': '',
      'conf/x.conf': '',
    };
    const check = (source: string, target: string) =>
      foreign('no-whole-directory', { dev: [built('api', { mounts: [bind(source, target)] })], tree });
    const WHOLE = (target: string) =>
      `warning dev/api mounts[${target}]: mounts the whole of "api". Fix: mount what changes often: single directories, without installed packages`;
    expect(check('api', '/srv')).toEqual([WHOLE('/srv')]);
    expect(check('api', '/elsewhere')).toEqual([WHOLE('/elsewhere')]);
    expect(check('api', '/etc/api')).toEqual([]);
    expect(check('conf', '/elsewhere')).toEqual([]);
    expect(check('api/a.py', '/srv/a.py')).toEqual([]);
  });

  it('a live file that imports a baked one is to be mounted with it', () => {
    const tree = {
      'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\n',
      'api/main.py': 'import keys\n',
      'api/keys.py': '',
    };
    const dev = [built('api', { mounts: [bind('api/main.py', '/app/main.py')] })];
    expect(foreign('imports-are-live', { dev, tree })).toEqual([
      'warning dev/api mounts[/app/main.py]: "api/main.py" is live and imports what is only baked: api/keys.py (api/main.py:1). Fix: mount that too',
    ]);
    expect(found('imports-are-live', { dev, tree })).toEqual([
      'warning dev/api mounts[/app/main.py]: "api/main.py" is live and imports what is only baked: api/keys.py (api/main.py:1). Fix: declare that live too, or declare why it only changes with a rebuild',
    ]);
  });

  it('a port that only the image says may be another one that the service is told', () => {
    const tree = { 'api/Dockerfile': 'FROM x\nEXPOSE 3000\n', 'conf/a.conf': '', 'code/a.py': '' };
    const check = (rest: Parameters<typeof service>[0], isForeign = true) =>
      (isForeign ? foreign : found)('one-port', {
        dev: [built('api', { published: [{ container: 80, host: 8080 }], ...rest })],
        tree,
      });
    const says = (severity: string, fix: string) => [
      `${severity} dev/api published[8080]: publishes container port 80, but the Dockerfile EXPOSEs 3000. Fix: ${fix}`,
    ];
    const NO = says('warning', 'make them the port that the code listens on');
    const MAYBE = says('note', 'nothing, if it serves on both');
    expect(check({})).toEqual(NO);
    expect(check({ command: ['x'] })).toEqual(MAYBE);
    expect(check({ command: ['x'] }, false)).toEqual(NO);
    expect(check({ entrypoint: ['x'] })).toEqual(MAYBE);
    expect(check({ environment: { PORT: ['80'] } })).toEqual(MAYBE);
    expect(check({ environment: { PORT: ['81'] } })).toEqual(NO);
    expect(check({ mounts: [bind('conf', '/conf')] })).toEqual(MAYBE);
    expect(check({ mounts: [bind('code', '/code')] })).toEqual(NO);
  });

  it('a container that writes to its own files is told how not to, and no reason is asked for', () => {
    expect(foreign('read-only-root', { prod: [service({ readOnlyRoot: false })] })).toEqual([
      'warning prod/api readOnlyRoot: can write to its root file system. Fix: make it read-only, with /tmp in memory',
    ]);
  });

  it('nothing is claimed of what only its mode has to have, where the mode is guessed', () => {
    const prod = [
      service({ restart: 'no', command: ['next', 'dev'], environment: { NEO4J_AUTH: ['none'] } }),
    ];
    const of = (rule: string) => foreign(rule, { prod, guessed: true });
    expect(of('prod-restarts')).toEqual([]);
    expect(of('no-dev-server')).toEqual([]);
    expect(of('no-open-database')).toEqual([expect.stringMatching(/^note /)]);
  });
});

describe('a new volume', () => {
  const check = (dockerfile: string, rest: Parameters<typeof service>[0] = {}, target = '/data') =>
    found('user-has-access', {
      dev: [built('api', { user: 'app', mounts: [volume('v', target)], ...rest })],
      tree: { 'api/Dockerfile': `FROM x\nCOPY a /srv/a\n${dockerfile}`, 'api/a': '' },
    });
  const note = (user = 'app', target = '/data', place = '') => [
    `note dev/api mounts[${target}]: no instruction makes ${target} in the image: if its base image has none, a new volume is root's there, and user ${user} cannot write to it${place}. Fix: RUN mkdir -p ${target} && chown ${user} ${target}`,
  ];

  it('is root’s where no instruction makes its directory', () => {
    expect(check('')).toEqual(note());
    expect(check('USER web\n', { user: undefined })).toEqual(note('web', '/data', ' (api/Dockerfile:3)'));
    expect(check('RUN curl -o /other/x y\n')).toEqual(note());
    expect(check('', { user: 'postgres' }, '/var/lib/other')).toEqual(note('postgres', '/var/lib/other'));
    expect(check('RUN chmod +x /srv/a\n')).toEqual([]);
    expect(check('COPY --chmod=755 a /srv/b\n')).toEqual(note());
  });

  it.each([
    ['RUN chown app /data\n'],
    ['RUN useradd app\n'],
    ['RUN adduser app\n'],
    ['RUN install -d /data\n'],
    ['RUN make\n'],
    ['RUN curl -o /data/x y\n'],
    ['WORKDIR /data\n'],
    ['COPY a /data/a\n'],
    ['', { user: 'root' }],
    ['', { user: '0' }],
    ['', { user: undefined }],
    ['', { mounts: [{ ...volume('v', '/data'), readOnly: true }] }],
    ['', { mounts: [bind('a', '/data')] }],
    ['', { user: 'redis' }],
    ['', { user: 'postgres', mounts: [volume('v', '/var/lib/postgresql/data')] }],
    ['', { user: 'mysql', mounts: [volume('v', '/var/lib/mysql')] }],
    ['', { user: 'mongodb', mounts: [volume('v', '/data/db')] }],
    ['', { user: 'node', mounts: [volume('v', '/home/node/x')] }],
    ['', { user: 'grafana', mounts: [volume('v', '/var/lib/grafana')] }],
    ['', { user: 'jenkins', mounts: [volume('v', '/var/jenkins_home')] }],
    ['', { user: 'elasticsearch', mounts: [volume('v', '/usr/share/elasticsearch/data')] }],
    ['', { user: 'rabbitmq', mounts: [volume('v', '/var/lib/rabbitmq')] }],
    ['', { user: 'neo4j', mounts: [volume('v', '/data')] }],
    ['', { user: 'valkey', mounts: [volume('v', '/data')] }],
  ] as readonly [
    string,
    Parameters<typeof service>[0]?,
  ][])('may be the user’s after %j of %j', (dockerfile, rest) => {
    expect(check(dockerfile, rest)).toEqual([]);
  });
});

describe('a path that starts a container', () => {
  const check = (mode: number, dockerfile = '', rest: Parameters<typeof service>[0] = {}) =>
    found('user-has-access', {
      dev: [built('api', { user: undefined, ...rest })],
      tree: {
        'api/Dockerfile': `FROM x\nCOPY . /app\nENTRYPOINT ["/app/run"]\n${dockerfile}`,
        'api/run': { mode },
      },
    });

  it('is executable for somebody', () => {
    expect(check(0o644)).toEqual([
      'error dev/api image: starts with /app/run, which nobody may execute: "api/run" has mode 644. Fix: chmod +x api/run, in git too: git update-index --chmod=+x',
    ]);
    expect(check(0o644, '', { mounts: [bind('api/run', '/app/run')] })).toEqual([
      expect.stringContaining('dev/api mounts[/app/run]: starts with'),
    ]);
    for (const mode of [0o744, 0o654, 0o645, 0o755]) expect(check(mode)).toEqual([]);
    expect(check(0o644, 'RUN chmod +x /app/run\n')).toEqual([]);
    expect(check(0o644, 'RUN chmod +x /app/run\n', { mounts: [bind('api/run', '/app/run')] })).toHaveLength(
      1,
    );
    expect(check(0o644, '', { entrypoint: ['run'] })).toEqual([]);
    expect(check(0o644, '', { entrypoint: ['sh', '/app/run'] })).toEqual([]);
    expect(check(0o644, '', { entrypoint: ['/app/gone'] })).toEqual([]);
  });
});
