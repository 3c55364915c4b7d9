import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { validate } from '../../lib/validate/validate.js';
import { projectAt } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { judge, services } from './judge.js';
import { of } from './lines.js';

afterEach(() => vi.unstubAllEnvs());

const PROD = { prod: ['compose.yaml'] };
const DEV = { dev: ['compose.yaml'] };
/** Found by one rule. */
const by = async (rule: string, tree: Parameters<typeof judge>[0], call: Parameters<typeof judge>[1] = DEV) =>
  of(await judge(tree, call), rule);
const match = (...patterns: RegExp[]) => patterns.map((pattern) => expect.stringMatching(pattern));

describe('develop.watch', () => {
  const DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY --chown=app src ./src\n';
  const watched = (...entries: string[]) =>
    services(
      'api:',
      '  build: ./api',
      '  user: app',
      '  develop:',
      '    watch:',
      ...entries.map((entry) => `      - {${entry}}`),
    );
  const find = (compose: string, more = {}) =>
    by('watch-matches', {
      'compose.yaml': compose,
      'api/Dockerfile': DOCKERFILE,
      'api/src/main.py': '',
      'common/c.py': '',
      'conf/a.conf': '',
      ...more,
    });

  it('syncs to where the image has it, and is no finding then', async () => {
    expect(await find(watched('action: sync, path: ./api/src, target: /app/src'))).toEqual([]);
    expect(await find(watched('action: sync, path: ./api/src, target: /app'))).toEqual(
      match(
        /^warning .* syncs "api\/src" to \/app\/main\.py, where nothing reads it: the image has it at \/app\/src\/main\.py/,
      ),
    );
  });

  it('syncs nothing that no image has', async () => {
    expect(await find(watched('action: sync+restart, path: ./common, target: /srv/common'))).toEqual(
      match(/^warning .* outside the build context.*: common\/c\.py/),
    );
  });

  it('watches what exists, and builds again what a build gets', async () => {
    const ignored = { 'api/.dockerignore': 'notes.txt\n', 'api/notes.txt': '' };
    const compose = watched(
      'action: rebuild, path: ./api/requirments.txt',
      'action: rebuild, path: ./api/notes.txt',
      'action: rebuild, path: ./conf',
      'action: rebuild, path: ./api/src',
    );
    expect(await find(compose, ignored)).toEqual(
      match(
        /"api\/requirments\.txt", which does not exist/,
        /"api\/notes\.txt" changes, which \.dockerignore keeps out of the build/,
        /"conf" changes, which is outside its build context "api"/,
      ),
    );
  });

  it('copies as a user whom Compose finds in the image, into files that are theirs', async () => {
    const sync = watched('action: sync, path: ./api/src, target: /app/src');
    expect(await find(sync.replace('user: app', 'user: "1000:1000"'))).toEqual(
      match(/^warning .* syncs as user "1000:1000", which Compose does not find/),
    );
    const dockerfile = { 'api/Dockerfile': DOCKERFILE.replace('--chown=app ', '') };
    expect(await find(sync, dockerfile)).toEqual(match(/^warning .* files that the image gets as root's/));
    expect(await find(sync.replace('user: app', 'user: root'), dockerfile)).toEqual([]);
  });

  it('and a mount are not for the same place', async () => {
    const compose = watched('action: sync, path: ./api/src, target: /app/src').replace(
      'user: app',
      'user: app\n    volumes: ["./api/src:/app/src:ro"]',
    );
    expect(await find(compose)).toEqual(match(/^warning .* to \/app\/src, where "api\/src" is mounted/));
  });

  it('needs a build', async () => {
    const compose = watched('action: rebuild, path: ./conf').replace('build: ./api', 'image: nginx');
    expect(await find(compose)).toEqual(
      match(/^warning .* for a service without `build`, which Compose refuses/),
    );
  });
});

describe('a service that waits', () => {
  const waiting = (cache: string, condition = 'service_healthy') =>
    services(
      `cache: {user: "1", ${cache}}`,
      `api: {image: example/api:1, user: "1", depends_on: {cache: {condition: ${condition}}}}`,
    );
  const find = (compose: string, dockerfile = 'FROM redis\n') =>
    by('waits-can-end', { 'compose.yaml': compose, Dockerfile: dockerfile });

  it('for the health of a service without a health check never starts', async () => {
    const never = match(
      /^error waits-can-end api dependsOn\[cache\]: waits for the health of cache, which has no health check/,
    );
    expect(await find(waiting('image: "redis:7-alpine"'))).toEqual(never);
    expect(await find(waiting('build: .'))).toEqual(never);
    expect(await find(waiting('image: redis, healthcheck: {disable: true}'))).toHaveLength(1);
    expect(await find(waiting('image: redis, healthcheck: {test: [CMD, redis-cli, ping]}'))).toEqual([]);
    expect(await find(waiting('build: .'), 'FROM redis\nHEALTHCHECK CMD redis-cli ping\n')).toEqual([]);
    expect(await find(waiting('image: redis', 'service_started'))).toEqual([]);
    // of an image that a team built nobody knows
    expect(await find(waiting('image: "example/cache:1"'))).toEqual(match(/^note /));
  });

  it('for the end of a service that is always started again waits forever', async () => {
    const done = 'service_completed_successfully';
    expect(await find(waiting('image: redis, restart: always', done))).toEqual(
      match(/^error .*waits for the end of cache/),
    );
    expect(await find(waiting('image: redis', done))).toEqual([]);
  });
});

describe('a health check', () => {
  const find = (image: string, dockerfile = '', program = 'curl') =>
    by('health-can-run', {
      'compose.yaml': services(
        `api: {${image}, user: "1", healthcheck: {test: [CMD, ${program}, -f, "http://localhost:80"]}}`,
      ),
      Dockerfile: dockerfile,
    });

  it('runs a program that the image has', async () => {
    const build = 'build: .';
    expect(await find(build, 'FROM node:20-slim\n')).toEqual(
      match(
        /^warning health-can-run api healthCheck: the health check runs curl, which node:20-slim does not have/,
      ),
    );
    expect(await find(build, 'FROM node:20-slim\nRUN apt-get install -y curl\n')).toEqual([]);
    expect(await find(build, 'FROM node:20\n')).toEqual([]);
    expect(await find('image: "nginx:alpine"')).toEqual([]);
    expect(await find('image: "python:3-alpine"', '', 'wget')).toEqual([]);
    expect(await find('image: "python:3-alpine"')).toHaveLength(1);
    // it may be the Dockerfile's own, which is not what installs it
    expect(
      await by('health-can-run', {
        'compose.yaml': services('api: {build: ., user: "1"}'),
        Dockerfile: 'FROM node:20-slim\nHEALTHCHECK CMD curl -f http://localhost || exit 1\n',
      }),
    ).toEqual(match(/^warning .*\(Dockerfile:2\)$/));
  });
});

describe('a mount', () => {
  const gate = (target: string) =>
    services(`gate: {build: ., user: "1", volumes: ["./rules.yaml:${target}:ro"]}`);
  const DOCKERFILE = 'FROM python\nCOPY defaults.yaml /etc/gate/rules.yaml\nCOPY d /etc/d\n';
  const tree = (target: string) => ({
    'compose.yaml': gate(target),
    Dockerfile: DOCKERFILE,
    'defaults.yaml': '',
    'd/a.yaml': '',
  });

  it('of a directory over a file is an error', async () => {
    expect(await by('same-kind', { ...tree('/etc/gate/rules.yaml'), 'rules.yaml/.keep': '' })).toEqual(
      match(/^error same-kind gate .*directory "rules\.yaml" is mounted over a file of the image/),
    );
  });

  it('of a file over a directory is an error', async () => {
    expect(await by('same-kind', { ...tree('/etc/d'), 'rules.yaml': '' })).toEqual(
      match(/^error same-kind gate .*file "rules\.yaml" is mounted over a directory of the image/),
    );
    expect(await by('same-kind', { ...tree('/etc/d/a.yaml'), 'rules.yaml': '' })).toEqual([]);
  });

  it('of an empty directory with the name of a file is what the engine left', async () => {
    const text = services(
      'web: {image: nginx, user: "1", volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro", "./conf.d:/etc/nginx/conf.d"]}',
    );
    const root = plant({ 'compose.yaml': text });
    mkdirSync(join(root, 'nginx.conf'));
    mkdirSync(join(root, 'conf.d'));
    vi.stubEnv('TWOMODE_CALLED_FROM', root);
    const { text: said } = await validate(projectAt(root), { dev: ['compose.yaml'], rule: ['same-kind'] });
    expect(said).toMatch(
      /^web\n {2}warning: mounts\[\/etc\/nginx\/nginx\.conf\]: "nginx\.conf" is an empty directory/,
    );
    expect(said).toMatch(/1 warning$/);
  });
});

describe('a volume', () => {
  const shop = (mount: string) =>
    services(`shop: {build: ., user: "1", volumes: ["${mount}"]}`, '', '').concat('volumes: {vol: }\n');
  const DOCKERFILE =
    'FROM node:20-slim\nWORKDIR /srv\nCOPY package.json ./\nRUN npm install\nCOPY src src\nRUN npm run build\n';
  const find = (mount: string, dockerfile = DOCKERFILE) =>
    by(
      'volumes-hold-data',
      { 'compose.yaml': shop(mount), Dockerfile: dockerfile, 'package.json': '{}', 'src/a.js': '' },
      PROD,
    );

  it.each([
    ['vol:/srv/node_modules'],
    ['/srv/node_modules'],
  ])('keeps the packages of the first image: %s', async (mount) => {
    expect(await find(mount)).toEqual(
      match(/^warning .*keeps what npm made for the first image.*`docker compose up -V`/),
    );
  });

  it('may keep what a build made for the first image', async () => {
    expect(await find('vol:/srv/dist')).toEqual(match(/^note .*may keep what npm made for the first image/));
    expect(await find('vol:/srv/uploads')).toEqual([]);
  });

  it('that the Dockerfile declares keeps copied code, too', async () => {
    expect(await find('vol:/data', `${DOCKERFILE}VOLUME /srv/src\n`)).toEqual(
      match(/^warning volumes-hold-data shop image: VOLUME \/srv\/src keeps .*\/srv\/src\/a\.js/),
    );
    expect(await find('vol:/data', `${DOCKERFILE}VOLUME ["/data", "/cache"]\n`)).toEqual([]);
  });
});

describe('an image', () => {
  it('whose ignore file lies where no build reads it is told so', async () => {
    const tree = {
      'compose.yaml': services('api: {build: {context: ., dockerfile: s/api/Dockerfile}, user: "1"}'),
      's/api/Dockerfile': 'FROM python\nCOPY s/api /app\n',
      's/api/.dockerignore': '.env\n',
      's/api/.env': 'DB_PASSWORD=x\n',
    };
    expect(await by('ignore-file-is-read', tree)).toEqual(
      match(/^note .*no build reads s\/api\/\.dockerignore.*name it s\/api\/Dockerfile\.dockerignore/),
    );
    expect(await by('ignore-file-is-read', { ...tree, 's/api/Dockerfile.dockerignore': '.env\n' })).toEqual(
      match(/^note .*only s\/api\/Dockerfile\.dockerignore/),
    );
  });

  it('gets no packages of the host', async () => {
    const tree = {
      'compose.yaml': services('app: {build: ., user: "1"}'),
      Dockerfile: 'FROM node\nWORKDIR /app\nCOPY package.json .\nRUN npm install\nCOPY . .\n',
      'package.json': '{}',
      'node_modules/bcrypt/bcrypt.node': '',
    };
    expect(await by('no-host-packages', tree)).toEqual(
      match(/^warning .*gets \/app\/node_modules from the host/),
    );
    expect(await by('no-host-packages', { ...tree, '.dockerignore': 'node_modules\n' })).toEqual([]);
  });
});

describe('a server', () => {
  const find = (command: string, more = {}) =>
    by('listens-outside', {
      'compose.yaml': services(`page: {build: ., user: "1", ports: ["5173:5173"], command: ${command}}`),
      Dockerfile: 'FROM node\nWORKDIR /app\nCOPY . .\n',
      ...more,
    });

  it.each([
    'npx vite --port 5173',
    'uvicorn main:app',
    'flask run',
    'python manage.py runserver',
    'vite --host 127.0.0.1',
  ])('does not answer at its published port where it listens on 127.0.0.1: %s', async (command) =>
    expect(await find(command)).toEqual(
      match(/^warning listens-outside page command: listens on 127\.0\.0\.1/),
    ));

  it.each([
    'npx vite --host',
    'uvicorn main:app --host 0.0.0.0',
    'flask run -h 0.0.0.0',
    'python manage.py runserver 0.0.0.0:80',
    'vite build',
  ])('is reached that listens everywhere, or is none: %s', async (command) =>
    expect(await find(command)).toEqual([]));

  it('may be told by its configuration', async () => {
    expect(await find('npx vite', { 'vite.config.ts': 'export default { server: { host: true } }' })).toEqual(
      [],
    );
  });
});

it('a script with Windows line ends is not started, unless the image has mended it', async () => {
  const mounted = services('web: {build: ., user: "1", volumes: ["./bin:/srv/bin:ro"]}');
  const dockerfile =
    'FROM python\nWORKDIR /srv\nCOPY bin bin\nRUN sed -i "s/\\r$//" bin/start.sh\nENTRYPOINT ["/srv/bin/start.sh"]\n';
  const tree = {
    'compose.yaml': mounted,
    Dockerfile: dockerfile,
    'bin/start.sh': '#!/bin/sh\r\nexec true\r\n',
  };
  expect(await by('line-ends', tree)).toEqual(
    match(/^warning .*starts "bin\/start\.sh", whose lines end as on Windows/),
  );
  expect(await by('line-ends', { ...tree, 'compose.yaml': services('web: {build: ., user: "1"}') })).toEqual(
    [],
  );
  expect(await by('line-ends', { ...tree, 'bin/start.sh': '#!/bin/sh\nexec true\n' })).toEqual([]);
});

describe('prod', () => {
  const find = (rule: string, rest: string, call = PROD) =>
    by(rule, { 'compose.yaml': services(`db: {image: example/db:1, user: "1", ${rest}}`) }, call);

  it('has a restart policy for what stays, told once', async () => {
    const both = services(
      'a: {image: example/a:1}',
      'b: {image: example/b:1}',
      'migrate: {image: example/b:1}',
    );
    expect(await by('prod-restarts', { 'compose.yaml': both }, PROD)).toEqual(
      match(/^warning prod-restarts a\+b restart:/),
    );
    expect(await find('prod-restarts', 'restart: unless-stopped')).toEqual([]);
    expect(await find('prod-restarts', 'deploy: {restart_policy: {condition: any}}')).toEqual([]);
    // of files that are only taken for prod nothing is claimed
    expect(await by('prod-restarts', { 'compose.yaml': both }, { compose: ['compose.yaml'] })).toEqual([]);
  });

  it.each([
    'uvicorn main:app --reload',
    'flask --app a run --debug',
    'next dev',
    'python manage.py runserver 0:80',
  ])('starts no development server: %s', async (command) => {
    expect(await find('no-dev-server', `command: ${command}`)).toEqual(
      match(/^warning no-dev-server db command:/),
    );
    expect(await find('no-dev-server', `command: ${command}`, DEV as never)).toEqual([]);
  });

  it('follows npm to what it starts', async () => {
    const tree = (start: string, scripts = {}) => ({
      'compose.yaml': services('web: {build: ., user: "1"}'),
      Dockerfile: 'FROM node\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n',
      'package.json': JSON.stringify({ scripts: { start, ...scripts } }),
    });
    expect(await by('no-dev-server', tree('react-scripts start'), PROD)).toHaveLength(1);
    expect(await by('no-dev-server', tree('node server.js'), PROD)).toEqual([]);
    // of one server one rule speaks
    const built = tree('react-scripts start', { build: 'react-scripts build' });
    expect(await by('no-dev-server', built, PROD)).toEqual([]);
    expect(await by('prod-is-built', built, PROD)).toHaveLength(1);
  });

  it('lets nobody into a database without a password', async () => {
    const trust = 'environment: {POSTGRES_HOST_AUTH_METHOD: trust}';
    expect(await find('no-open-database', trust)).toEqual(
      match(/^warning .*POSTGRES_HOST_AUTH_METHOD lets in anybody/),
    );
    expect(await find('no-open-database', trust, DEV as never)).toEqual(match(/^note /));
    expect(await find('no-open-database', 'environment: {POSTGRES_HOST_AUTH_METHOD: scram-sha-256}')).toEqual(
      [],
    );
  });
});

describe('dev and prod', () => {
  const both = (dev: string, prod: string, more = {}) => ({ 'dev.yaml': dev, 'prod.yaml': prod, ...more });
  const call = { dev: ['dev.yaml'], prod: ['prod.yaml'] };

  it('publish the same services', async () => {
    const dev = services('api: {image: example/api:1, user: "1", ports: ["8003:80"]}');
    const prod = services('api: {image: example/api:1, user: "1"}');
    expect(await by('same-ports', both(dev, prod), call)).toEqual(
      match(/^note same-ports api published\[8003\]: is published in dev, and not in prod/),
    );
    const built = (text: string) => text.replace('image: example/api:1', 'build: .');
    const image = { Dockerfile: 'FROM x\n' };
    expect(await by('same-ports', both(built(dev), built(prod), image), call)).toEqual(match(/^warning /));
    expect(await by('same-ports', both(dev, dev), call)).toEqual([]);
  });

  it('have two project names', async () => {
    const text = services('api: {image: example/api:1, user: "1"}');
    expect(await by('separate-projects', both(text, text), call)).toHaveLength(1);
    expect(await by('separate-projects', both(text, `name: other\n${text}`), call)).toEqual([]);
  });
});

describe('a port', () => {
  const mailer = (python: string) => ({
    'compose.yaml': services(
      'mailer: {build: ., user: "1", ports: ["8004:8004"]}',
      'app: {image: example/app:1, user: "1", environment: {M_URL: "http://mailer:8004"}, depends_on: [mailer]}',
    ),
    Dockerfile: 'FROM python\nWORKDIR /app\nEXPOSE 3000\nCOPY main.py .\nCMD ["python", "main.py"]\n',
    'main.py': python,
  });

  it('that the code says less than plainly is told, and none is advised', async () => {
    const found = await by(
      'one-port',
      mailer('class M(B):\n    def __init__(self):\n        super().__init__("mailer", "1.0.0", 3004)\n'),
    );
    expect(found).toEqual(
      match(
        /^warning .*8004, but main\.py:3 most likely listens on 3004/,
        /^warning .*3000, but main\.py:3 most likely/,
      ),
    );
    expect(found.join()).not.toMatch(/make it \d/);
  });

  it('of a URL is one on which the code listens', async () => {
    const tree = mailer('import uvicorn\nuvicorn.run(app, port=3004)\n');
    expect(await by('urls-use-container-ports', tree)).toEqual(
      match(/^warning .*calls mailer on port 8004, but its code listens on 3004/),
    );
  });
});

it('a name that older readers of YAML take for false is told', async () => {
  const compose = `${services('app: {image: example/app:1, user: "1", networks: [n]}')}networks: {n: {}}\n`;
  const found = await judge({ 'compose.yaml': compose });
  expect(found).toEqual(match(/^note compose-is-understood .*take the name "n" for true or false/));
});
