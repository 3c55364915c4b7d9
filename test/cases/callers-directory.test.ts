// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plant } from '../disk/tree.js';
import { errors, of } from './lines.js';
import { READERS, verdict, verdictIn } from './verdict.js';

afterEach(() => vi.unstubAllEnvs());

const API = {
  'app/src/main.py': 'app = None\n',
  'app/Dockerfile': 'FROM python:3.12-slim\nWORKDIR /srv\nCOPY src ./src\n',
  'compose.yaml': `services:
  api:
    build: ./app
    user: "1000"
    command: ["uvicorn", "src.main:app", "--reload"]
    volumes: ["\${PWD}/app/src:/srv/src:ro"]
`,
};

const CODE_VOLUME = {
  'index.php': '<?php\n',
  Dockerfile: 'FROM php:8.3-fpm-alpine\nWORKDIR /var/www/html\nCOPY . .\n',
  'compose.yaml': `services:
  api: {build: ., user: "82", volumes: ["code:/var/www/html"]}
volumes:
  code: {driver: local, driver_opts: {type: none, o: bind, device: "\${PWD}"}}
`,
};

describe.each(READERS)("the caller's directory, read by $reader", ({ prepare }) => {
  it('is PWD, wherever the validator itself lies', async () => {
    prepare();
    vi.stubEnv('PWD', '/');
    expect(errors(await verdict(API, { dev: ['compose.yaml'] }))).toEqual([]);
  });

  it('is another one than that of the files where they are called from elsewhere', async () => {
    prepare();
    const root = plant(API);
    const lines = await verdictIn(join(root, 'app'), { dev: ['../compose.yaml'] });
    expect(of(lines, 'source-exists')).toEqual([
      'error source-exists dev/api mounts[/srv/src]: source "app/app/src" does not exist',
    ]);
  });

  it('is not known where a variable without a value names it, which is said once', async () => {
    prepare();
    const files = {
      'app/Dockerfile': 'FROM scratch\n',
      'compose.yaml': `services:
  api:
    build: {context: "\${SOURCES}/api", dockerfile: extra/Dockerfile}
    user: "1000"
    volumes:
      - "\${CONFIG}/api:/etc/api"
      - "./\${CONFIG}:/a"
      - {type: bind, source: "\${CONFIG}", target: /b}
      - named:/c
    develop: {watch: [{action: rebuild, path: ./app}, {action: rebuild, path: "\${CONFIG}/x"}]}
  web: {image: "example/web:1", user: "1", volumes: ["\${CONFIG}/web:/etc/web:ro", "\${GIVEN:-./app}:/etc/app:ro"]}
volumes:
  named: {driver: local, driver_opts: {type: none, o: bind, device: "\${CONFIG}"}}
`,
    };
    const said = 'has no value here: what it gives is not checked';
    for (const call of [{ dev: ['compose.yaml'] }, { prod: ['compose.yaml'] }]) {
      const lines = await verdict(files, call);
      expect(of(lines, 'compose-is-understood')).toEqual(
        expect.arrayContaining([
          expect.stringContaining(`SOURCES ${said}`),
          expect.stringContaining(`CONFIG ${said}`),
        ]),
      );
      expect(
        of(lines, 'no-bind-in-prod', 'source-in-root', 'buildable', 'watch-matches', 'source-exists'),
      ).toEqual('prod' in call ? [expect.stringContaining('mounts[/etc/app]')] : []);
    }
    const set = { ...files, '.env': 'CONFIG=/nowhere\nSOURCES=.\n' };
    expect(of(await verdict(set, { prod: ['compose.yaml'] }), 'no-bind-in-prod').length).toBeGreaterThan(3);
  });

  it('is what a volume binds by its driver_opts: a bind mount in prod, the whole directory in dev', async () => {
    prepare();
    expect(of(await verdict(CODE_VOLUME, { prod: ['compose.yaml'] }), 'no-bind-in-prod')).toEqual([
      'error no-bind-in-prod prod/api mounts[/var/www/html]: mounts host path "."',
    ]);
    expect(of(await verdict(CODE_VOLUME, { dev: ['compose.yaml'] }), 'no-whole-directory')).toHaveLength(1);
  });
});
