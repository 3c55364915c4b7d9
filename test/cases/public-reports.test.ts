// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import { afterEach, describe, expect, it, vi } from 'vitest';
import { judge, services } from './judge.js';
import { errors, of } from './lines.js';
import { READERS, verdict } from './verdict.js';

afterEach(() => vi.unstubAllEnvs());

it('the mount of the whole directory is named, and that node_modules, which npm makes in the image, is hidden by it', async () => {
  const found = await judge(
    {
      'compose.yaml': services(
        'shop: {build: ./shop, user: "1000", volumes: ["./shop:/srv/shop"], command: [npx, nodemon, -L, index.js]}',
      ),
      'shop/Dockerfile':
        'FROM node:20-slim\nWORKDIR /srv/shop\nCOPY package.json ./\nRUN npm install\nCOPY . .\n',
      'shop/index.js': '',
      'shop/package.json': '{}',
    },
    { dev: ['compose.yaml'] },
  );
  expect(found).toEqual([
    expect.stringMatching(
      /^error nothing-hidden shop .*hides \/srv\/shop\/node_modules, which npm creates in the image/,
    ),
    expect.stringMatching(/^warning no-whole-directory shop .*mounts the whole of "shop"/),
  ]);
});

describe.each(READERS)('read by $reader', ({ prepare }) => {
  it('a service that an override file changes and the first file includes is as Compose has it', async () => {
    prepare();
    const files = {
      'compose.yaml': 'include: [db.yaml]\n',
      'db.yaml': services('db: {image: "postgres:17-alpine", user: "70"}'),
      'compose.override.yaml': services('db: {volumes: ["./init.sql:/init.sql:ro"]}'),
      'init.sql': 'select 1;\n',
    };
    expect(await verdict(files, { dev: ['compose.yaml', 'compose.override.yaml'] })).toEqual([
      expect.stringMatching(/^note no-stale-files dev\/db mounts\[\/init\.sql\]/),
    ]);
  });

  it('a dollar stays in single quotes, and a variable that is not set is empty', async () => {
    prepare();
    const files = {
      '.env': "STRICT='pa$$w$ord'\nLOOSE=a$ecret\n",
      'api.env': 'RAW="$keep"\n',
      'compose.yaml': services(
        'store: {image: "postgres:17", user: "70", environment: {POSTGRES_PASSWORD: "${STRICT:?set it}"}, healthcheck: {test: [CMD, pg_isready]}}',
        'api:',
        '  image: example/api:1',
        '  user: "101"',
        '  env_file: [{path: ./api.env, format: raw}, {path: ./none.env, required: false}]',
        '  environment: {DB_URL: "postgresql://app:${LOOSE}@store:5432/app"}',
        '  depends_on: {store: {condition: service_healthy}}',
      ),
    };
    expect(await verdict(files, { compose: ['compose.yaml'] })).toEqual([]);
  });
});

it('prod builds the stage of dev, which copies no code: dev mounts app/, and the image of prod lacks it', async () => {
  const files = {
    'compose.yaml': services('php: {build: {context: ., target: dev}, user: "33", restart: always}'),
    'compose.override.yaml': `name: dev\n${services('php: {volumes: ["./app:/var/www/html/app"]}')}`,
    'compose.prod.yaml': `name: prod\n${services('php: {environment: {APP_ENV: prod}}')}`,
    Dockerfile:
      'FROM php:8.3-apache AS dev\nWORKDIR /var/www/html\nRUN docker-php-ext-install pdo_mysql\nFROM dev AS prod\nCOPY app ./app\n',
    'app/index.php': '',
  };
  const call = {
    dev: ['compose.yaml', 'compose.override.yaml'],
    prod: ['compose.yaml', 'compose.prod.yaml'],
  };
  expect(errors(await judge(files, call))).toEqual([
    expect.stringMatching(
      /^error live-is-baked php .*no COPY puts at \/var\/www\/html\/app\/index\.php what dev mounts: app\/index\.php/,
    ),
  ]);
  // the stage that has it
  const right = { ...files, 'compose.prod.yaml': `name: prod\n${services('php: {build: {target: prod}}')}` };
  expect(errors(await judge(right, call))).toEqual([]);
});

it('a key that the code requires and nobody sets is named, and the default of an address that names no service', async () => {
  const found = await judge({
    'compose.yaml': services(
      'api: {build: ., user: "1", environment: {DATABASE_URL: "postgresql://db:5432/app"}, depends_on: [db]}',
      'db: {image: "example/db:1", user: "1"}',
    ),
    Dockerfile: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py .\nCMD ["python","main.py"]\n',
    'main.py':
      'import os\nNET = os.getenv("NET_URL", "http://net-analyzer:3006")\nKEY = os.environ["ENCRYPTION_KEY"]\n',
  });
  expect(of(found, 'variables-are-set')).toEqual([
    expect.stringMatching(
      /environment\[NET_URL\]: is not set, and the code falls back to "net-analyzer".*main\.py:2/,
    ),
    expect.stringMatching(
      /environment\[ENCRYPTION_KEY\]: is required by the code, and nobody sets it.*main\.py:3/,
    ),
  ]);
});
