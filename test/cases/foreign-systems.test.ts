// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { plant } from '../disk/tree.js';
import { judge, services } from './judge.js';
import { of } from './lines.js';
import { READERS, verdictIn } from './verdict.js';

// kinds of false and worthless findings that public systems showed
// by the own parser: what is judged here is the same as with Compose, which takes ten times as long
beforeEach(() => READERS[0]?.prepare());
afterEach(() => vi.unstubAllEnvs());

const BOTH = { dev: ['dev.yaml'], prod: ['prod.yaml'] };
const PROD = { prod: ['compose.yaml'] };

describe('an env file that is not there', () => {
  const api = '{build: ., user: "1", env_file: api.env}';
  const tree = {
    'compose.yaml': services(`a: ${api}`, `b: ${api}`),
    Dockerfile: 'FROM python\nWORKDIR /app\nCOPY main.py .\nCMD ["python", "main.py"]\n',
    'main.py': 'import os\nK = os.environ["KEY"]\n',
  };

  it('is one finding for all that name it, by its path from the root', async () => {
    const found = await judge(tree);
    expect(of(found, 'compose-is-read')).toEqual([
      expect.stringMatching(/env_file api\.env cannot be read\. Fix: create it, or say `required: false`/),
    ]);
  });

  it('may set what the code requires', async () => {
    expect(of(await judge(tree), 'variables-are-set')).toEqual([]);
    const choice = {
      ...tree,
      'compose.yaml': services('a: {build: ., user: "1", env_file: [{path: api.env, required: false}]}'),
    };
    expect(of(await judge(choice), 'variables-are-set', 'compose-is-read')).toEqual([]);
    const without = { ...tree, 'compose.yaml': services('a: {build: ., user: "1"}') };
    expect(of(await judge(without), 'variables-are-set')).toHaveLength(1);
  });
});

it('what a service lacks of its variables is one finding', async () => {
  const found = await judge({
    'compose.yaml': services('a: {build: ., user: "1"}', 'b: {build: ., user: "1"}'),
    Dockerfile: 'FROM python\nWORKDIR /app\nCOPY main.py .\nCMD ["python", "main.py"]\n',
    'main.py': 'import os\nA = os.environ["A"]\nB = os.environ["B"]\n',
  });
  expect(of(found, 'variables-are-set')).toEqual([
    expect.stringMatching(
      /a environment\[A\]: A, B are required by the code, and nobody sets them; so it is in b/,
    ),
  ]);
});

describe('the same in several services', () => {
  it('is told once, wherever each of them says it', async () => {
    const one = ['image: example/a:1', 'user: "1"', 'privileged: true'].map((line) => `  ${line}`);
    expect(await judge({ 'compose.yaml': services('a:', ...one, 'b:', ...one) })).toEqual([
      expect.stringMatching(/^error not-privileged a\+b /),
    ]);
  });

  it('is told once of a fallback, by whatever name each of them has it', async () => {
    const found = await judge({
      'compose.yaml': services(
        'a: {image: "a:1", user: "1", environment: {JWT_SECRET: "${KEY:-changeme1}", HUB_SECRET: "${KEY:-changeme1}"}}',
        'b: {image: "a:1", user: "1", environment: {JWT_SECRET: "${KEY:-changeme1}"}}',
      ),
    });
    expect(of(found, 'no-literal-secret')).toEqual([expect.stringMatching(/^warning .* a\+b .*falls back/)]);
  });
});

it('a port that the health check alone asks is no error where several are published', async () => {
  const text = services('web: {build: ., user: "1", ports: ["80:80", "443:443"]}');
  const found = await judge({
    'compose.yaml': text,
    Dockerfile: 'FROM caddy\nHEALTHCHECK CMD wget -q http://localhost:2019/metrics\n',
  });
  expect(found.filter((line) => /^(error|warning) one-port/.test(line))).toEqual([]);
});

it('a console says nothing of the port that a service is for', async () => {
  const text = services(
    's3: {image: "minio/minio:1", user: "1", command: \'server /export --console-address ":9090"\'}',
    'a: {image: "a:1", user: "1", depends_on: [s3], environment: {S3_URL: "http://s3:9000"}}',
  );
  expect(of(await judge({ 'compose.yaml': text }), 'urls-use-container-ports')).toEqual([]);
});

describe('a mount', () => {
  it('of the host itself is one finding in prod, too', async () => {
    const text = services(
      'a: {image: "a:1", user: "1", restart: always, volumes: ["/var/run/docker.sock:/var/run/docker.sock", "/:/hostfs:ro"]}',
    );
    expect(await judge({ 'compose.yaml': text }, PROD)).toEqual([
      expect.stringMatching(/^error no-system-path a mounts\[\/var\/run\/docker\.sock\]/),
      expect.stringMatching(/^error no-system-path a mounts\[\/hostfs\]/),
    ]);
  });

  it('of a directory outside is one finding in either mode', async () => {
    const text = services('a: {image: "a:1", user: "1", restart: always, volumes: ["/data/of-mine:/data"]}');
    const found = async (call: Parameters<typeof judge>[1]) => await judge({ 'compose.yaml': text }, call);
    expect(await found({ dev: ['compose.yaml'] })).toEqual([expect.stringMatching(/^error source-in-root/)]);
    // many keep the data of what somebody else built there
    expect(await found(PROD)).toEqual([
      expect.stringMatching(/^warning no-bind-in-prod .*: keeps data in "\/data\/of-mine" of the host/),
    ]);
  });

  it('that prod has as well is not missing in its image', async () => {
    const text = (more: string) =>
      services(`a: {build: ., user: "1", restart: always, volumes: ["./settings:/app/settings"]${more}}`);
    const tree = {
      'dev.yaml': `name: one\n${text('')}`,
      'prod.yaml': `name: two\n${text('')}`,
      Dockerfile: 'FROM x\nWORKDIR /app\nCOPY main.py .\n',
      'main.py': '',
      'settings/a.yaml': '',
    };
    const found = await judge(tree, BOTH);
    expect(of(found, 'live-is-baked')).toEqual([]);
    expect(of(found, 'no-bind-in-prod')).toHaveLength(1);
    const only = {
      ...tree,
      'prod.yaml': `name: two\n${services('a: {build: ., user: "1", restart: always}')}`,
    };
    expect(of(await judge(only, BOTH), 'live-is-baked')).toEqual([expect.stringMatching(/^error/)]);
  });

  it('of settings is a warning where nobody said that the files are dev', async () => {
    const tree = {
      'compose.yaml': services('a: {build: ., user: "1", volumes: ["./otel.yml:/otel.yml"]}'),
      Dockerfile: 'FROM x\nCOPY main.go /\n',
      ...{ 'main.go': '', 'otel.yml': '' },
    };
    expect(of(await judge(tree), 'live-is-baked')).toEqual([expect.stringMatching(/^warning/)]);
    expect(of(await judge(tree, { dev: ['compose.yaml'] }), 'live-is-baked')).toEqual([
      expect.stringMatching(/^error/),
    ]);
  });

  it('of a directory that git leaves out is made by the engine', async () => {
    const root = plant({
      'compose.yaml': services(
        'a: {image: "a:1", user: "1", volumes: ["./out/report:/report", "./scr:/src"]}',
      ),
      '.gitignore': 'report/\n',
    });
    execFileSync('git', ['init', '-q', root]);
    const found = await verdictIn(root, { dev: [join(root, 'compose.yaml')] });
    expect(of(found, 'source-exists')).toEqual([
      expect.stringMatching(/^note .*\/report\]: its source does not exist, and git leaves it out/),
      expect.stringMatching(/^error .*"scr" does not exist/),
    ]);
  });
});

it('volumes that dev and prod share are one finding', async () => {
  const text = services('a: {image: "a:1", user: "1", restart: always, volumes: ["data:/x", "logs:/y"]}');
  const found = await judge(
    {
      'dev.yaml': `${text}volumes: {data: {}, logs: {}}\n`,
      'prod.yaml': `${text}volumes: {data: {}, logs: {}}\n`,
    },
    BOTH,
  );
  expect(of(found, 'separate-volumes')).toEqual([
    expect.stringMatching(/use volumes "[^"]*_data", "[^"]*_logs"/),
  ]);
});

it('a user that a stage takes from the one before it may be root, and need not be', async () => {
  const stages = (user: string) =>
    `FROM python:3.12 AS base\nARG uid=1001\nUSER ${user}\nFROM base\nUSER root\nRUN true\nUSER ${user}\n`;
  const found = async (user: string) =>
    of(await judge({ 'compose.yaml': services('a: {build: .}'), Dockerfile: stages(user) }), 'not-root');
  expect(await found('${uid}')).toEqual([expect.stringMatching(/^note .*may be root/)]);
  expect(await found('root')).toHaveLength(1);
});

it('nginx passes requests on to what is no password', async () => {
  const found = await judge({
    'compose.yaml': services('web: {build: ., user: "1"}'),
    Dockerfile: 'FROM nginx\nENV DD_UWSGI_PASS="uwsgi_server" APP_PROXY_PASS=http://app DB_PASS=hunter2\n',
  });
  expect(of(found, 'no-literal-secret')).toEqual([expect.stringContaining('has DB_PASS in plain text')]);
});

it('a service that does its work once reads its code each time', async () => {
  const code = 'volumes: ["./a:/app/a"], command: python /app/a/main.py';
  const found = await judge({
    'compose.yaml': services(
      `migrator: {image: "a:1", user: "1", ${code}}`,
      `worker: {image: "a:1", user: "1", ${code}}`,
    ),
    'a/main.py': '',
  });
  expect(of(found, 'edits-take-effect')).toEqual([expect.stringContaining(' worker ')]);
});

it('a server is told by its image where to listen', async () => {
  const dockerfile = (more: string) => `FROM python\nWORKDIR /app\n${more}CMD ["flask", "run"]\n`;
  const text = services('web: {build: ., user: "1", ports: ["8000:8000"]}');
  const found = async (more: string) =>
    of(await judge({ 'compose.yaml': text, Dockerfile: dockerfile(more) }), 'listens-outside');
  expect(await found('')).toHaveLength(1);
  expect(await found('ENV FLASK_RUN_HOST 0.0.0.0\n')).toEqual([]);
});

it('a health check has a shell where it needs one', async () => {
  const check = async (dockerfile: string, test: string) =>
    of(
      await judge({
        'compose.yaml': services(`a: {build: ., user: "1", healthcheck: {test: ${test}}}`),
        Dockerfile: dockerfile,
        sh: '',
      }),
      'health-can-run',
    );
  for (const base of ['scratch', 'gcr.io/distroless/nodejs22-debian12'])
    expect(await check(`FROM ${base}\n`, 'node h.js'), base).toEqual([
      expect.stringContaining(`needs a shell, which ${base} does not have`),
    ]);
  expect(await check('FROM scratch\nCOPY sh /bin/sh\n', 'node h.js')).toEqual([]);
  expect(await check('FROM scratch\n', '[CMD, /app, check]')).toEqual([]);
  expect(await check('FROM debian:12 AS d\nFROM scratch\nCOPY --from=d / /\n', 'node h.js')).toEqual([]);
});

it('prod is no server for development, by its command or its variables', async () => {
  const found = async (more: string) =>
    of(
      await judge(
        { 'compose.yaml': services(`a: {image: "a:1", user: "1", restart: always, ${more}}`) },
        PROD,
      ),
      'no-dev-server',
    );
  for (const more of [
    'command: php artisan serve',
    'command: dotnet watch run',
    'command: air -c x',
    'command: rails server -e development',
    'command: flask run, environment: {FLASK_DEBUG: "1"}',
    'environment: {NODE_ENV: development}',
  ])
    expect(await found(more), more).toHaveLength(1);
  for (const more of [
    'command: rails server -e production',
    'command: dotnet x.dll',
    'command: unfair -x',
    'environment: {NODE_ENV: production, FLASK_DEBUG: "0"}',
    'environment: {NODE_ENV: "${NODE_ENV:-development}"}',
  ])
    expect(await found(more), more).toEqual([]);
});

it('a database without a password is told as that alone', async () => {
  for (const variable of ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: "1"', 'POSTGRES_INITDB_ARGS: "--auth=trust"']) {
    const text = services(`db: {image: "db:1", user: "1", restart: always, environment: {${variable}}}`);
    expect(await judge({ 'compose.yaml': text }, PROD)).toEqual([
      expect.stringMatching(/^warning no-open-database db/),
    ]);
  }
});

it('an address is held against the port on which code listens, whatever the service says that it exposes', async () => {
  const found = await judge({
    'compose.yaml': services(
      'api: {build: ., user: "1", expose: ["8000"]}',
      'web: {image: "w:1", user: "1", depends_on: [api], environment: {API: "http://api:8000"}}',
    ),
    Dockerfile: 'FROM python\nWORKDIR /app\nCOPY main.py .\nCMD ["python", "main.py"]\n',
    'main.py': 'import uvicorn\nuvicorn.run("a:b", port=3002)\n',
  });
  expect(of(found, 'urls-use-container-ports')).toEqual([
    expect.stringMatching(/^warning .* web .*calls api on port 8000, but its code listens on 3002/),
  ]);
});

it('a health check runs what the image has, be it no client of HTTP', async () => {
  const check = async (image: string, test: string) =>
    of(
      await judge({
        'compose.yaml': services(`a: {image: "${image}", user: "1", healthcheck: {test: ${test}}}`),
      }),
      'health-can-run',
    );
  for (const [image, test] of [
    ['python:3.12-slim', '[CMD-SHELL, "pgrep -f worker || exit 1"]'],
    ['node:24-slim', '[CMD, nc, -z, localhost, "3000"]'],
    ['node:24-alpine', '[CMD, bash, -c, "true"]'],
    ['python:3.12', '[CMD-SHELL, "pg_isready -h db"]'],
  ] as const)
    expect(await check(image, test), test).toHaveLength(1);
  for (const [image, test] of [
    ['node:24-slim', '[CMD, node, health.js, "http://localhost:3000/ping"]'],
    ['node:24-alpine', '[CMD, nc, -z, localhost, "3000"]'],
    ['postgres:17', '[CMD, pg_isready]'],
    ['redis:7', '[CMD, redis-cli, ping]'],
  ] as const)
    expect(await check(image, test), test).toEqual([]);
});
