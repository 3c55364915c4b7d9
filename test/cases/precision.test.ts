// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plant } from '../disk/tree.js';
import { judge, services } from './judge.js';
import { of } from './lines.js';

afterEach(() => vi.unstubAllEnvs());

const isError = (line: string) => line.startsWith('error ');

describe.each([
  ['with docker compose on the PATH', () => undefined],
  ['without it', () => vi.stubEnv('PATH', plant())],
])('%s', (_, prepare) => {
  it('a port with a variable in its short form is a port', async () => {
    prepare();
    const port = services('web: {image: nginx, user: "101", ports: ["${WEB_PORT:-80}:8000"]}');
    expect(await judge({ 'compose.yaml': port })).toEqual([]);
  });

  it('what Compose cannot print is named, and the file is not called wrong', async () => {
    prepare();
    const compose = services(
      'app:',
      '  user: "1000"',
      '  build:',
      '    context: .',
      '    ssh: ["default=/tmp/agent.sock"]',
    );
    const found = await judge({ 'compose.yaml': compose, Dockerfile: 'FROM scratch\n' });
    expect(found.filter(isError)).toEqual([]);
    for (const line of of(found, 'compose-is-understood', 'compose-is-read'))
      expect(line).toMatch(/cannot print its "ssh".*compose\.yaml:6\)$/);
  });
});

describe('of an image from outside nothing is known', () => {
  it('configuration that is mounted over it is no error', async () => {
    const proxy = services(
      'proxy: {image: "nginx:1.28", user: "101", volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]}',
    );
    const tree = { 'compose.yaml': proxy, 'nginx.conf': 'events {}\n' };
    expect((await judge(tree)).map((line) => line.slice(0, 20))).toEqual(['note no-stale-files ']);
    // prod keeps it, which is worth a line and no more
    expect(of(await judge(tree, { prod: ['compose.yaml'] }), 'no-bind-in-prod')).toEqual([
      expect.stringMatching(/^warning no-bind-in-prod proxy/),
    ]);
  });

  it('code that prod mounts is an error all the same', async () => {
    const api = services('api: {image: "node:22", user: "1000", volumes: ["./src:/srv"]}');
    const tree = { 'compose.yaml': api, 'src/a.js': '' };
    expect((await judge(tree, { prod: ['compose.yaml'] })).filter(isError)).toEqual([
      expect.stringMatching(/^error no-bind-in-prod api/),
    ]);
  });
});

describe('the image', () => {
  const dockerfile = 'FROM python:3.12 AS dev\nWORKDIR /srv\nFROM dev AS final\nCOPY app.py .\n';

  it('is the one that prod would build, where dev builds a stage without the code', async () => {
    const vote = services(
      'vote: {user: "1", build: {context: ., target: dev}, volumes: ["./app.py:/srv/app.py"]}',
    );
    const tree = { 'compose.yaml': vote, Dockerfile: dockerfile, 'app.py': '' };
    expect(of(await judge(tree), 'live-is-baked')).toEqual([]);
    const last = { ...tree, Dockerfile: `${dockerfile}RUN true\nFROM dev AS empty\n` };
    expect(of(await judge(last), 'live-is-baked')).toEqual([
      expect.stringMatching(/^error live-is-baked vote .*no COPY puts at \/srv\/app\.py/),
    ]);
  });

  it('has no file that no instruction brought, whatever a RUN does', async () => {
    const text = 'FROM php:8.3-apache\nWORKDIR /srv\nRUN docker-php-ext-install pdo_mysql\n';
    const php = services('php: {build: ., user: "33", volumes: ["./app:/srv/app"]}');
    const tree = { 'compose.yaml': php, Dockerfile: text, 'app/index.php': '' };
    expect(of(await judge(tree), 'live-is-baked')).toEqual([
      expect.stringMatching(/^error live-is-baked php .*no COPY puts at \/srv\/app\/index\.php/),
    ]);
    // what sees the context may have brought it
    for (const run of ['RUN --mount=target=/x install-it', 'RUN git clone https://a.com/b .'])
      expect(of(await judge({ ...tree, Dockerfile: `${text}${run}\n` }), 'live-is-baked')).toEqual([
        expect.stringMatching(/^note live-is-baked php/),
      ]);
  });

  it('is missed by a mount beside it, and both places are named', async () => {
    const page = services('page: {build: ., user: "1", volumes: ["./src:/usr/src/page"]}');
    const tree = {
      'compose.yaml': page,
      Dockerfile: 'FROM node\nWORKDIR /app\nCOPY src src\n',
      'src/a.js': '',
    };
    expect(of(await judge(tree), 'live-is-baked')).toEqual([
      expect.stringContaining(
        'no COPY puts at /usr/src/page/a.js what dev mounts: src/a.js; the image has it at /app/src/a.js',
      ),
    ]);
  });

  it('keeps out what its own ignore file names, which is the file that was read', async () => {
    const web = services(
      'web: {build: {context: ., dockerfile: d/Dockerfile}, user: "1", volumes: ["./lib:/site/lib:ro"]}',
    );
    const tree = {
      'compose.yaml': web,
      'd/Dockerfile': 'FROM php\nWORKDIR /site\nCOPY . .\n',
      'd/Dockerfile.dockerignore': 'lib\n',
      '.dockerignore': 'd\n',
      'lib/a.php': '',
    };
    expect((await judge(tree)).filter(isError)).toEqual([
      expect.stringContaining('d/Dockerfile.dockerignore keeps out of the image: lib/a.php'),
    ]);
  });

  it('hides nothing where a later step moved or removed what was copied', async () => {
    const api = services('api: {build: ., user: "1", volumes: ["./conf:/app/conf"]}');
    const tree = { 'compose.yaml': api, 'conf/own.ini': '', 'extra.ini': '' };
    const text = 'FROM x\nWORKDIR /app\nCOPY conf conf\nCOPY extra.ini conf/\n';
    expect(of(await judge({ ...tree, Dockerfile: text }), 'nothing-hidden').filter(isError)).toHaveLength(1);
    for (const run of [
      'mv conf/extra.ini /etc/',
      'mv /app/conf/own.ini /app/conf/extra.ini /etc/',
      'rm -r conf',
    ])
      expect(
        of(await judge({ ...tree, Dockerfile: `${text}RUN ${run}\n` }), 'nothing-hidden').filter(isError),
        run,
      ).toEqual([]);
  });
});

describe('a project that never said that it follows this strategy', () => {
  it('is told once, as a warning, of directories that are mounted whole', async () => {
    const compose = services(
      'one: {build: ./one, user: "1", volumes: ["./one:/app"]}',
      'two: {build: ./two, user: "1", volumes: ["./two:/app"]}',
    );
    const text = 'FROM node\nWORKDIR /app\nCOPY src src\n';
    const service = (name: string) => ({
      [`${name}/Dockerfile`]: text,
      [`${name}/src/a.js`]: '',
      [`${name}/README`]: '',
    });
    const found = await judge({ 'compose.yaml': compose, ...service('one'), ...service('two') });
    expect(of(found, 'no-whole-directory', 'live-is-baked')).toEqual([
      expect.stringMatching(/^warning no-whole-directory one\+two/),
    ]);
    expect(found.join()).not.toMatch(/declare|construct/);
  });

  it('hears nothing of a directory that is configuration alone', async () => {
    const kafka = services('kafka: {build: ./kafka, user: "1", volumes: ["./kafka:/etc/kafka"]}');
    const tree = {
      'compose.yaml': kafka,
      'kafka/Dockerfile': 'FROM k\nCOPY . /etc/kafka\n',
      'kafka/a.properties': '',
    };
    expect(of(await judge(tree), 'no-whole-directory')).toEqual([]);
  });

  it('may have a container that is only there to work in', async () => {
    const ide = services(
      'ide: {build: ., user: "1", command: sleep infinity, volumes: ["..:/workspaces/tool"]}',
    );
    const found = await judge(
      { 'd/compose.yaml': ide, 'd/Dockerfile': 'FROM python\n', 'tool.py': '' },
      { dev: ['d/compose.yaml'], root: '.' },
    );
    expect(of(found, 'edits-take-effect', 'live-is-baked')).toEqual([]);
  });

  it('is told the cure that works: an override takes a mount away by !reset, not by an empty list', async () => {
    const tree = {
      'compose.yaml': services('site: {build: ., user: "1", volumes: ["./pages:/code/pages"]}'),
      'compose.prod.yaml': services('site: {volumes: []}'),
      Dockerfile: 'FROM x\nWORKDIR /code\nCOPY . .\n',
      'pages/index.html': '',
    };
    expect((await judge(tree, { prod: ['compose.yaml', 'compose.prod.yaml'] })).filter(isError)).toEqual([
      expect.stringMatching(/^error no-bind-in-prod site .*`volumes: !reset \[\]`/),
    ]);
  });

  it('has one finding for a mount of a Windows path', async () => {
    const graphs = services(
      'graphs: {image: grafana, user: "472", volumes: [\'C:\\Users\\me\\boards:/boards:ro\']}',
    );
    const tree = { 'compose.yaml': graphs };
    expect((await judge(tree, { prod: ['compose.yaml'] })).filter(isError)).toEqual([
      expect.stringMatching(/^error no-bind-in-prod graphs .*"C:\\Users\\me\\boards"/),
    ]);
    expect(await judge(tree, { dev: ['compose.yaml'] })).toEqual([
      expect.stringMatching(
        /^error source-in-root graphs .*"C:\\Users\\me\\boards" is of one Windows machine/,
      ),
    ]);
  });
});

describe('one cause is one finding', () => {
  it('a line that many services have by an anchor', async () => {
    const compose = [
      'x-common: &common',
      '  image: example/app:1',
      '  user: "1"',
      '  environment: &env',
      '    API_TOKEN: abcdefgh',
      'services:',
      ...['a', 'b', 'c'].map((name) => `  ${name}: {<<: *common, environment: *env}`),
      '',
    ].join('\n');
    expect(await judge({ 'compose.yaml': compose })).toEqual([
      expect.stringMatching(/^error no-literal-secret a\+b\+c .*compose\.yaml:5\)$/),
    ]);
  });

  it('a service that is the same in the files of both modes', async () => {
    const text = services('api:', '  image: example/api:1', '  user: "1"', '  privileged: true');
    const found = await judge(
      { 'dev.yaml': text, 'prod.yaml': text },
      { dev: ['dev.yaml'], prod: ['prod.yaml'] },
    );
    expect(of(found, 'not-privileged')).toHaveLength(1);
  });

  it('images whose user nobody names, surely root where the image is known', async () => {
    const compose = services(
      'a: {image: example/a:1}',
      'b: {image: example/b:1}',
      'c: {image: "python:3.12-slim"}',
      'd: {build: .}',
    );
    const found = await judge({ 'compose.yaml': compose, Dockerfile: 'FROM python:3.12-slim\n' });
    expect(of(found, 'not-root')).toEqual([
      expect.stringMatching(/^warning not-root c\+d user: runs as root: nothing names another user/),
      expect.stringMatching(/^note not-root a\+b user: runs as the user of its image, which may be root/),
    ]);
  });
});

describe('in an environment', () => {
  const api = (...lines: string[]) =>
    services(
      'app:',
      '  image: example/app:1',
      '  user: "1"',
      '  environment:',
      ...lines.map((line) => `    ${line}`),
    );

  it('the name of a class is no password', async () => {
    const text = api(
      'BREACHED_PASSWORDS: shop.accounts.NullBreachedService',
      'TOKEN_BACKEND: shop.tokens.Signed',
    );
    expect(await judge({ 'compose.yaml': text })).toEqual([]);
    expect(
      await judge({ 'compose.yaml': api('API_TOKEN: eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM') }),
    ).toHaveLength(1);
  });

  it('the host of a URL without a network is none', async () => {
    for (const url of ['s3://profiles', 'gs://backup/x', 'myapp://login', 'op://vault/item'])
      expect(await judge({ 'compose.yaml': api(`BUCKET: "${url}"`) }), url).toEqual([]);
    expect(await judge({ 'compose.yaml': api('SHOP_URL: "http://shop"') })).toHaveLength(1);
  });

  it('a service names its own listeners, which others may call', async () => {
    const compose = services(
      'kafka:',
      '  image: apache/kafka:3.9.0',
      '  user: "1"',
      '  environment: {KAFKA_ADVERTISED_LISTENERS: "INTERNAL://kafka:9093,EXTERNAL://kafka:9092"}',
      '  healthcheck: {test: [CMD-SHELL, "nc -z localhost 9092"]}',
      'app:',
      '  image: example/app:1',
      '  user: "1"',
      '  environment: {BROKER: "kafka:9093", OTHER: "kafka:9094"}',
      '  depends_on: [kafka]',
    );
    expect(await judge({ 'compose.yaml': compose })).toEqual([
      expect.stringMatching(/^warning urls-use-container-ports app environment\[OTHER\]/),
    ]);
  });

  it('those that call each other, by way of a third too, are not told to wait', async () => {
    const calls = (name: string, other: string) =>
      `${name}: {image: "example/${name}:1", user: "1", environment: {X_URL: "http://${other}:80"}}`;
    expect(
      await judge({ 'compose.yaml': services(calls('a', 'b'), calls('b', 'c'), calls('c', 'a')) }),
    ).toEqual([]);
  });
});

describe('a mount', () => {
  it('of the engine’s socket is named as that alone, engine or not', async () => {
    for (const socket of ['/var/run/docker.sock', '/run/user/4711/podman/podman.sock'])
      expect(
        await judge({
          'compose.yaml': services(`a: {image: traefik, user: "1", volumes: ["${socket}:/s.sock:ro"]}`),
        }),
      ).toEqual([expect.stringMatching(/^error no-system-path a/)]);
  });

  it('of the same file within its mounted directory hides nothing', async () => {
    const text = services(
      'a: {image: example/a:1, user: "1", volumes: ["./c:/c", "./c/one.ini:/c/one.ini:ro"]}',
    );
    const tree = { 'compose.yaml': text, 'c/one.ini': '', 'c/two.ini': '' };
    expect(of(await judge(tree), 'targets-not-nested')).toEqual([]);
  });
});

describe('a reload that is told what to watch', () => {
  it.each([
    ['uvicorn api.main:app --reload --reload-dir /srv/api'],
    ['uvicorn api.main:app --reload --reload-dir=api'],
    ['nodemon --watch api api/main.py'],
    ['watchmedo auto-restart -d api -- python api/main.py'],
  ])('does not see the rest: %s', async (command) => {
    const compose = services(
      'api:',
      '  build: .',
      '  user: "1"',
      '  working_dir: /srv',
      `  command: ${command}`,
      '  volumes: ["./api:/srv/api:ro", "./common:/srv/common:ro"]',
    );
    const tree = {
      'compose.yaml': compose,
      Dockerfile: 'FROM python\nWORKDIR /srv\nCOPY api api\nCOPY common common\n',
      'api/main.py': '',
      'common/c.py': '',
    };
    const [line, ...others] = of(await judge(tree), 'edits-take-effect');
    expect(others).toEqual([]);
    expect(line).toMatch(/^warning .*an edit of common changes nothing/);
    const all = {
      ...tree,
      'compose.yaml': compose.replace(/--reload-dir[ =]\S+|--watch api|-d api/, '--reload'),
    };
    expect(of(await judge(all), 'edits-take-effect')).toEqual([]);
  });
});
