import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { plant } from '../disk/tree.js';
import { judge, services } from './judge.js';
import { of } from './lines.js';
import { READERS, verdictIn } from './verdict.js';

// both read such files alike, and Compose takes seconds on a busy machine
beforeEach(() => READERS[0]?.prepare());
afterEach(() => vi.unstubAllEnvs());

const DEV = { dev: ['compose.yaml'] };
const BOTH = { dev: ['dev.yaml'], prod: ['prod.yaml'] };
/** A pair of files, each a project of its own. */
const pair = (dev: string, prod: string) => ({
  'dev.yaml': `name: one\n${services(dev)}`,
  'prod.yaml': `name: two\n${services(prod)}`,
});

describe('a repository with its Compose files below', () => {
  const files = {
    'dev/compose.yaml': services(
      'cache: {image: "redis:8", user: "1", volumes: ["../config/redis.conf:/usr/local/etc/redis/redis.conf"]}',
      'api: {build: ../api, user: "1", volumes: ["../api/src:/srv/src", "../../other:/other"]}',
    ),
    'config/redis.conf': '',
    'api/Dockerfile':
      'FROM python:3.12-slim\nWORKDIR /srv\nCOPY src ./src\nCMD ["uvicorn","src.main:app","--reload"]\n',
    'api/src/main.py': '',
  };

  it('is the root of all that they name, and what lies outside of it is outside', async () => {
    const root = plant(files);
    execFileSync('git', ['init', '-q', root]);
    const found = await verdictIn(root, { dev: ['dev/compose.yaml'] });
    expect(of(found, 'source-in-root')).toEqual([
      expect.stringContaining('/other" is outside the source root'),
    ]);
    expect(of(found, 'live-is-baked', 'buildable')).toEqual([]);
    expect(
      of(await verdictIn(root, { dev: ['dev/compose.yaml'], root: 'dev' }), 'source-in-root'),
    ).toHaveLength(3);
  });

  it('is not known without git', async () => {
    const root = plant(files);
    const found = await verdictIn(root, { dev: [join(root, 'dev/compose.yaml')] });
    expect(of(found, 'source-in-root')).toHaveLength(3);
  });
});

describe('what is mounted of settings', () => {
  const API = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py ./\nCMD ["python","main.py"]\n';
  const tree = { Dockerfile: API, 'main.py': '', 'conf/api.ini': '', 'geo/x.mmdb': '' };
  const api = (target: string, more = '') =>
    `api: {build: ., user: "1", restart: always, volumes: ["${target}"]${more}}`;
  const baked = async (text: string, call = DEV, more = {}) =>
    of(await judge({ ...tree, 'compose.yaml': services(text), ...more }, call), 'live-is-baked');

  it('outside of the application is a note, for whoever runs the image gives its own', async () => {
    for (const target of ['./conf/api.ini:/config/api.ini', './geo:/geoip:ro'])
      expect(await baked(api(target))).toEqual([
        expect.stringMatching(/^note .*Fix: nothing, if prod is given its own/),
      ]);
    const apart = 'FROM debian:12\nCOPY main.py /opt/app/\n';
    expect(await baked(api('./conf/api.ini:/opt/etc/api.ini'), DEV, { Dockerfile: apart })).toEqual([
      expect.stringMatching(/^note /),
    ]);
  });

  it('in the application, or that the image has elsewhere, is an error', async () => {
    expect(await baked(api('./conf/api.ini:/app/api.ini'))).toEqual([expect.stringMatching(/^error /)]);
    const elsewhere = { Dockerfile: `${API}COPY conf /etc/api\n` };
    expect(await baked(api('./conf/api.ini:/config/api.ini'), DEV, elsewhere)).toEqual([
      expect.stringMatching(
        /^error .*has it at \/etc\/api\/api\.ini.*Fix: mount it where the image has it, or copy/,
      ),
    ]);
    const beside = { Dockerfile: 'FROM debian:12\nCOPY main.py /opt/app/\n' };
    expect(await baked(api('./conf/api.ini:/opt/app/api.ini'), DEV, beside)).toEqual([
      expect.stringMatching(/^error /),
    ]);
  });

  it('is missing in no prod that mounts its own there', async () => {
    const dev = api('./conf/api.ini:/app/api.ini');
    const own = pair(dev, api('./geo/x.mmdb:/app/api.ini'));
    expect(await baked('', BOTH, own)).toEqual([]);
    expect(await baked('', BOTH, pair(dev, api('./main.py:/app/api.ini')))).toEqual([
      expect.stringMatching(/^error /),
    ]);
    expect(await baked('', BOTH, pair(dev, api('./geo:/geo')))).toEqual([expect.stringMatching(/^error /)]);
  });

  it('over what somebody else built is settings in /etc, whatever it is written in', async () => {
    const netbox =
      'netbox: {image: "acme/netbox:4", user: "1", restart: always, volumes: ["./conf:/etc/netbox/config"]}';
    const code = { 'conf/configuration.py': '', 'compose.yaml': services(netbox) };
    expect(of(await judge(code, { prod: ['compose.yaml'] }), 'no-bind-in-prod')).toEqual([
      expect.stringMatching(/^warning /),
    ]);
    const own = { ...tree, 'conf/hook.py': '', 'compose.yaml': services(api('.:/etc/api')) };
    expect(of(await judge(own, DEV), 'no-whole-directory')).toEqual([]);
  });
});

describe('what is mounted of the host', () => {
  const API = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py ./\n';
  const kinds = async (text: string, call: Parameters<typeof judge>[1], rule: string, more = {}) =>
    of(
      await judge({ 'compose.yaml': services(text), Dockerfile: API, 'main.py': '', ...more }, call),
      rule,
    ).map((line) => line.replace(/ .*/, ''));
  const own = (volume: string) => `api: {build: ., user: "1", restart: always, volumes: ["${volume}"]}`;
  const PROD = { prod: ['compose.yaml'] };

  it('is a directory that waits for files of whoever runs it, where it has none', async () => {
    const more = { 'extra/README.md': '', 'extra/.gitkeep': '', 'more/a.ini': '' };
    expect(await kinds(own('./extra:/app/extra'), DEV, 'live-is-baked', more)).toEqual([]);
    expect(await kinds(own('./more:/app/extra'), DEV, 'live-is-baked', more)).toEqual(['error']);
    expect(await kinds(own('./extra:/app/extra'), PROD, 'no-bind-in-prod', more)).toEqual(['warning']);
    expect(await kinds(own('./more:/app/extra'), PROD, 'no-bind-in-prod', more)).toEqual(['error']);
  });

  it('is settings outside of the application, of an own image too', async () => {
    const more = { 'otel.yml': '', 'hook.py': '' };
    expect(await kinds(own('./otel.yml:/otel.yml'), PROD, 'no-bind-in-prod', more)).toEqual(['warning']);
    expect(await kinds(own('./hook.py:/hook.py'), PROD, 'no-bind-in-prod', more)).toEqual(['error']);
  });

  it('is nobody knows what, where nobody said that the files are dev', async () => {
    const of = (volume: string, image = 'image: "acme/media:1"') =>
      `api: {${image}, user: "1", volumes: ["${volume}"]}`;
    const rule = 'source-in-root';
    expect(await kinds(of('/srv/of-mine/media:/media'), { compose: ['compose.yaml'] }, rule)).toEqual([
      'note',
    ]);
    expect(
      await kinds(of('/srv/of-mine/media:/media', 'build: .'), { compose: ['compose.yaml'] }, rule),
    ).toEqual(['error']);
    expect(await kinds(of('/srv/of-mine/media:/media'), DEV, rule)).toEqual(['error']);
  });

  it('is a file with variables, which may be for more than one system', async () => {
    const text = 'api: {image: "x:1", env_file: a.env, environment: {B: "http://lost:1"}}';
    const more = { 'a.env': 'A=http://gone:1\nC=http://apis:1\n' };
    expect(await kinds(text, DEV, 'urls-name-services', more)).toEqual(['error', 'warning', 'note']);
  });
});

describe('dev and prod of two Dockerfiles', () => {
  const file = (workdir: string) => `FROM python:3.12-slim\nWORKDIR ${workdir}\nCOPY . .\n`;
  const found = async (prod: string, more = {}) =>
    of(
      await judge(
        {
          ...pair(
            'web: {build: ./app, user: "1", volumes: ["./app:/usr/src/app"]}',
            'web: {build: {context: ./app, dockerfile: Dockerfile.prod}, user: "1", restart: always}',
          ),
          'app/Dockerfile': file('/usr/src/app'),
          'app/Dockerfile.prod': prod,
          'app/manage.py': '',
          ...more,
        },
        BOTH,
      ),
      'live-is-baked',
    );

  it('may have the code at two places', async () => {
    expect(await found(file('/home/app/web'))).toEqual([]);
    expect(await found('FROM python:3.12-slim\nWORKDIR /home/app\nCOPY Dockerfile ./\n')).toEqual([
      expect.stringMatching(/^error .*the image has it at \/home\/app\/Dockerfile/),
    ]);
    expect(await found(file('/srv'), { 'app/Dockerfile': file('/elsewhere') })).toEqual([
      expect.stringMatching(/^error /),
    ]);
  });

  it('of two stages are told which one has it', async () => {
    const stages = (last: string) => ({
      ...pair(
        'web: {build: {context: ., target: dev}, user: "1", volumes: ["./app:/srv/app"]}',
        'web: {build: {context: ., target: dev}, user: "1", restart: always}',
      ),
      Dockerfile: `FROM python:3.12-slim AS dev\nWORKDIR /srv\nFROM dev${last}\nCOPY app ./app\n`,
      'app/main.py': '',
    });
    const fix = async (last: string) => of(await judge(stages(last), BOTH), 'live-is-baked');
    expect(await fix(' AS production')).toEqual([
      expect.stringMatching(/^error .*Fix: let prod build stage "production", which copies it/),
    ]);
    expect(await fix('')).toEqual([
      expect.stringMatching(/Fix: let prod build its last stage, which copies it/),
    ]);
  });
});

describe('what a system is made of', () => {
  it('waits for databases and brokers that end it at once, and may call all else later', async () => {
    const waits = async (environment: string, more = 'image: "acme/api:1"') => {
      const api = `api: {${more}, user: "1", environment: {A: "${environment}"}}`;
      const all = ['db: {image: "postgres:17"}', 'web: {image: "acme/web:1"}', api];
      return of(await judge({ 'compose.yaml': services(...all) }, DEV), 'urls-are-waited-for').map((line) =>
        line.replace(/ .*/, ''),
      );
    };
    expect(await waits('postgresql+asyncpg://db/x')).toEqual(['warning']);
    expect(await waits('db:5432')).toEqual(['warning']);
    expect(await waits('http://web:80')).toEqual(['note']);
    expect(await waits('web:4317')).toEqual(['note']);
    expect(await waits('postgres://db/x', 'image: x, restart: unless-stopped')).toEqual(['note']);
    expect(await waits('postgres://db/x', 'image: x, restart: "no"')).toEqual(['warning']);
    expect(await waits('redis://web:1', 'image: "docker.io/bitnami/postgresql:1"')).toEqual(['warning']);
    expect(await waits('redis://web:1', 'image: "docker.io/library/postgres:1"')).toEqual([]);
  });

  it('may listen elsewhere than its image says, where it is told to', async () => {
    const port = async (more: string) => {
      const text = services(`api: {build: ., user: "1", ports: ["9000:9000"]${more}}`);
      const tree = {
        'compose.yaml': text,
        Dockerfile: 'FROM acme/x\nEXPOSE 8000\n',
        'app.toml': '',
        'a.py': '',
      };
      return of(await judge(tree), 'one-port').map((line) => line.replace(/ .*/, ''));
    };
    expect(await port('')).toEqual(['warning']);
    expect(await port(', environment: {LOG: "8000"}, volumes: ["./a.py:/a.py"]')).toEqual(['warning']);
    for (const more of [
      ', command: [serve]',
      ', entrypoint: [serve]',
      ', environment: {LISTEN: ":9000"}',
      ', volumes: ["./app.toml:/etc/app.toml"]',
    ])
      expect(await port(more), more).toEqual(['note']);
  });

  it('makes its directories for data at the first start', async () => {
    const found = async (volume: string) =>
      of(
        await judge({ 'compose.yaml': services(`db: {image: "x:1", volumes: ["${volume}"]}`) }, DEV),
        'source-exists',
      );
    for (const target of ['/var/lib/postgresql', '/data', '/mnt', '/srv/uploads/x'])
      expect(await found(`./kept:${target}`), target).toEqual([
        expect.stringMatching(/^note .*its source does not exist: the engine makes an empty directory/),
      ]);
    for (const volume of ['./kept:/srv/app', './kept:/data:ro', './kept.conf:/data/kept.conf'])
      expect(await found(volume), volume).toEqual([expect.stringMatching(/^error /)]);
  });

  it('has directories in memory by a mount, too', async () => {
    const text = services('api: {build: ., user: "1", volumes: [{type: tmpfs, target: /app/data}]}');
    const tree = {
      'compose.yaml': text,
      Dockerfile: 'FROM x\nWORKDIR /app\nCOPY a.csv data/\n',
      'a.csv': '',
    };
    const found = await judge(tree, DEV);
    expect(of(found, 'nothing-hidden')).toEqual([
      expect.stringMatching(
        /^error .*tmpfs\[\/app\/data\]: is empty and hides what the image has: \/app\/data\/a\.csv/,
      ),
    ]);
    expect(of(found, 'compose-is-understood')).toEqual([]);
  });

  it('has what stands before prod alone, and services that the other mode lacks', async () => {
    const api = 'api: {image: "x:1", user: "1", restart: always}';
    const found = async (dev: string[], prod: string[]) => {
      const tree = {
        'dev.yaml': `name: one\n${services(api, ...dev)}`,
        'prod.yaml': `name: two\n${services(api, ...prod)}`,
      };
      return of(await judge(tree, BOTH), 'same-services').map((line) => line.replace(/ .*/, ''));
    };
    for (const one of ['nginx: {image: x}', 'edge: {image: "traefik:3"}', 'reverse-proxy: {image: x}']) {
      expect(await found([], [one]), one).toEqual(['note']);
      expect(await found([one], []), one).toEqual(['warning']);
    }
    for (const one of ['worker: {image: x}', 'proxied: {image: x}'])
      expect(await found([], [one]), one).toEqual(['warning']);
  });

  it('reloads a program of which nobody knows that it does not', async () => {
    const text = services(
      'web: {image: "ruby:3", user: "1", working_dir: /app, command: bundle exec puma, volumes: ["./app:/app"]}',
    );
    expect(of(await judge({ 'compose.yaml': text, 'app/a.rb': '' }, DEV), 'edits-take-effect')).toEqual([
      expect.stringMatching(/^note /),
    ]);
  });
});

describe('what is mounted or watched beside its place', () => {
  it('is one finding where a directory lies over a file', async () => {
    const tree = {
      'compose.yaml': services(
        'w: {build: ., user: "1", volumes: ["./conf:/app/settings.toml", "./one.txt:/app/data"]}',
      ),
      Dockerfile: 'FROM x\nWORKDIR /app\nCOPY settings.toml .\nCOPY data data\n',
      ...{ 'settings.toml': '', 'data/x.txt': '', 'one.txt': '', 'conf/a': '' },
    };
    const found = of(await judge(tree, DEV), 'same-kind', 'live-is-baked');
    expect(found.map((line) => line.replace(/:.*/, ''))).toEqual([
      'error same-kind w mounts[/app/settings.toml]',
      'error same-kind w mounts[/app/data]',
    ]);
  });

  it('is said of a directory where the name is of a file, over an image from outside too', async () => {
    const text = (target: string) =>
      services(`w: {image: "nginx:1", user: "1", volumes: ["./default:${target}"]}`);
    const found = async (target: string) =>
      of(await judge({ 'compose.yaml': text(target), 'default/x': '' }, DEV), 'same-kind');
    expect(await found('/etc/nginx/conf.d/default.conf')).toEqual([
      expect.stringMatching(/^warning .*directory "default" is mounted where the name is of a file/),
    ]);
    expect(await found('/etc/nginx/conf.d')).toEqual([]);
  });

  it('is nothing where a sync of a larger directory brings most of it to its place', async () => {
    const tree = (path: string) => ({
      'compose.yaml': services(
        `api: {build: ./api, develop: {watch: [{action: sync, path: ${path}, target: /app}]}}`,
      ),
      'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY src ./src\nCOPY conf /opt/conf\n',
      ...{ 'api/src/a.js': '', 'api/conf/c.yml': '' },
    });
    expect(of(await judge(tree('./api'), DEV), 'watch-matches')).toEqual([]);
    expect(of(await judge(tree('./api/conf'), DEV), 'watch-matches')).toHaveLength(1);
  });

  it('is watched for a service of which files say nothing, and at a restart', async () => {
    const of_ = (watch: string, more = 'build: ./api') => ({
      'compose.yaml': services(`api: {${more}, develop: {watch: [{${watch}}]}}`),
      ...{ 'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY src ./src\n', 'api/src/a.js': '', 'api/x/b.js': '' },
    });
    const said = async (...words: Parameters<typeof of_>) =>
      of(await judge(of_(...words), DEV), 'watch-matches');
    expect(await said('action: restart, path: ./api/x')).toEqual([]);
    expect(await said('action: restart, path: ./api/src, target: /srv')).toEqual([]);
    expect(await said('action: rebuild, path: ./api/src')).toEqual([]);
    expect(
      await said('action: sync, path: ./api/src, target: /app/src', 'build: ./api, volumes: ["/app"]'),
    ).toEqual([
      expect.stringMatching(/^warning .*where a volume is mounted\. Fix: mount it or sync it, not both/),
    ]);
    const twice = {
      ...of_(''),
      'compose.yaml': services(
        ...['a', 'b'].map(
          (name) =>
            `${name}: {build: ./api, user: "1:1", develop: {watch: [{action: sync, path: ./api/src, target: /app/src}]}}`,
        ),
      ),
    };
    expect(of(await judge(twice, DEV), 'watch-matches')).toEqual([
      expect.stringMatching(/^warning watch-matches a\+b /),
    ]);
  });

  it('is one finding for all files of a system that are mounted on their own', async () => {
    const text = services(
      ...['a', 'b'].map((name) => `${name}: {image: "x:1", volumes: ["./${name}.py:/${name}.py"]}`),
    );
    expect(of(await judge({ 'compose.yaml': text, 'a.py': '', 'b.py': '' }, DEV), 'no-stale-files')).toEqual([
      expect.stringMatching(/^warning no-stale-files a\+b /),
    ]);
  });

  it.each([
    ['node --watch-path=./src src/a.js', {}, 'lib'],
    ['nodemon src/a.js', { 'nodemon.json': '{"watch": ["src"]}' }, 'lib'],
    ['npx nodemon src/a.js', { 'package.json': '{"nodemonConfig": {"watch": "src"}}' }, 'lib'],
    ['nodemon src/a.js', { 'nodemon.json': '{}', 'package.json': '{"nodemonConfig": {"watch": "src"}}' }, ''],
    ['nodemon src/a.js', { 'package.json': 'null' }, ''],
    ['nodemon -w lib -w src src/a.js', { 'nodemon.json': '{"watch": ["src"]}' }, ''],
  ])('is not seen by %s, as its files say', async (command, files, unseen) => {
    const tree = {
      'compose.yaml': services(
        `api: {build: ., user: "1", command: "${command}", volumes: ["./src:/app/src", "./lib:/app/lib"]}`,
      ),
      Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n',
      ...{ 'src/a.js': '', 'lib/b.js': '', ...files },
    };
    expect(of(await judge(tree, DEV), 'edits-take-effect')).toEqual(
      unseen ? [expect.stringContaining(`an edit of ${unseen} changes nothing`)] : [],
    );
  });
});
