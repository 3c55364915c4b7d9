import { describe, expect, it } from 'vitest';
import { built, found, service } from './world.js';

const PUBLISHED: Parameters<typeof built>[1] = {
  published: [{ container: 80, host: 80, address: '0.0.0.0' }],
};

describe('listens-outside', () => {
  const NODE = 'FROM node:24\nWORKDIR /app\nCOPY . .\n';
  const one = (command: string, rights: Parameters<typeof built>[1] = PUBLISHED, tree = {}) =>
    found('listens-outside', {
      dev: [built('web', { command: command.split(' '), ...rights })],
      tree: { 'web/Dockerfile': NODE, ...tree },
    });

  it.each([
    ['vite', '--host'],
    ['vite preview', '--host 0.0.0.0'],
    ['python -m uvicorn main:app', '--host 0.0.0.0'],
    ['uvicorn main:app', '--uds /run/app.sock'],
    ['uvicorn main:app', '--fd 3'],
    ['hypercorn main:app', '-b 0.0.0.0:80'],
    ['hypercorn main:app', '--bind 0.0.0.0:80'],
    ['gunicorn main:app', '-b 0.0.0.0:80'],
    ['gunicorn main:app', '--bind=0.0.0.0:80'],
    ['gunicorn main:app', '-c conf.py'],
    ['gunicorn main:app', '--config=conf.py'],
    ['gunicorn main:app', '--paste production.ini'],
    ['flask --app main run', '--host=0.0.0.0'],
    ['python3.12 -m flask run', '-h 0.0.0.0'],
    ['ng serve', '--host 0.0.0.0'],
    ['webpack serve', '--host 0.0.0.0'],
    ['webpack-dev-server serve', '--host 0.0.0.0'],
    ['astro dev', '--host'],
    ['nuxt dev', '--host'],
    ['nuxi dev', '--host'],
    ['wrangler dev', '--ip 0.0.0.0'],
    ['python app/manage.py runserver', '0.0.0.0:80'],
    ['./manage.py runserver', '0:80'],
    ['manage.py runserver', '[::]:80'],
    ['mkdocs serve', '-a 0.0.0.0:80'],
    ['mkdocs serve', '--dev-addr=0.0.0.0:80'],
    ['jekyll serve', '-H 0.0.0.0'],
    ['jekyll serve', '--host 0.0.0.0'],
    ['hugo server', '--bind 0.0.0.0'],
  ])('knows that %s is told by %s', (server, option) => {
    expect(one(server)).toEqual([
      expect.stringMatching(
        /^warning dev\/web command: listens on 127\.0\.0\.1 of the container, where its published port does not reach it: .*\. Fix: let it listen on 0\.0\.0\.0/,
      ),
    ]);
    expect(one(`${server} ${option}`)).toEqual([]);
  });

  it.each([
    '--host 127.0.0.1',
    '--host=localhost',
    '--bind 127.0.0.1:80',
    '--bind=localhost:80',
    '-b 127.0.0.1:80',
    '-h localhost',
    '-H=127.0.0.1',
  ])('knows an option that names the container alone: %s', (option) => {
    expect(one(`gunicorn main:app ${option}`)).toHaveLength(1);
  });

  it.each([
    'vite build',
    'vite-node server.ts',
    'vitest --ui',
    'node uvicorn ',
    'uvicorn',
    'ng build',
  ])('takes nothing else for a server: %s', (command) => expect(one(command)).toEqual([]));

  it.each([
    'HOST',
    'HOSTNAME',
    'UVICORN_HOST',
    'FLASK_RUN_HOST',
    'GUNICORN_CMD_ARGS',
    'WEB_BIND',
    'HUGO_BIND',
  ])('is told by a variable: %s', (name) => {
    expect(one('vite', { ...PUBLISHED, environment: { [name]: ['x'] } })).toEqual([]);
    expect(
      one('vite', { ...PUBLISHED, environment: { [`${name}_X`]: ['x'], [`X_${name}`]: ['x'] } }),
    ).toHaveLength(1);
  });

  it('knows that PORT makes gunicorn listen everywhere, and no other server', () => {
    const told = { ...PUBLISHED, environment: { PORT: ['80'] } };
    expect(one('gunicorn main:app', told)).toEqual([]);
    expect(one('gunicorn main:app', PUBLISHED, { 'web/Dockerfile': `${NODE}ENV PORT=80\n` })).toEqual([]);
    expect(one('gunicorn main:app -b 127.0.0.1:80', told)).toHaveLength(1);
    expect(one('uvicorn main:app', told)).toHaveLength(1);
    expect(one('uvicorn main:app', PUBLISHED, { 'web/Dockerfile': `${NODE}ENV UVICORN_HOST=::\n` })).toEqual(
      [],
    );
  });

  it.each([
    ['vite', 'vite.config.js', 'host: true'],
    ['vite', 'vite.config.mts', 'host: true'],
    ['astro dev', 'astro.config.mjs', 'host: true'],
    ['nuxt dev', 'nuxt.config.ts', 'host: true'],
    ['ng serve', 'angular.json', '"host": "0.0.0.0"'],
    ['gunicorn main:app', 'gunicorn.conf.py', 'bind = "0.0.0.0"'],
    ['mkdocs serve', 'mkdocs.yml', 'dev_addr: 0.0.0.0:80'],
    ['flask --app main.py run', 'main.py', 'app.run(host="0.0.0.0")'],
  ])('%s may be told by %s', (server, name, text) => {
    expect(one(server, PUBLISHED, { [`web/${name}`]: text })).toEqual([]);
    expect(one(server, PUBLISHED, { [`web/${name}`]: 'ghost, binds' })).toHaveLength(1);
  });

  it('is about what is published', () => {
    expect(one('vite', {})).toEqual([]);
  });

  it('needs no Dockerfile to know what a service is told to start', () => {
    expect(found('listens-outside', { dev: [service({ ...PUBLISHED, command: ['vite'] })] })).toHaveLength(1);
  });
});

describe('prod-is-built', () => {
  const dockerfile = 'FROM node:24 AS base\n  from base\nWORKDIR /app\nCOPY . .\nRUN echo FROM here\n';
  const one = (command: string, scripts: object = { build: 'x' }, mode: 'dev' | 'prod' = 'prod') =>
    found('prod-is-built', {
      [mode]: [built('web', { command: command.split(' ') })],
      tree: { 'web/Dockerfile': dockerfile, 'web/package.json': JSON.stringify({ scripts }) },
    });

  it('claims nothing where there is no package.json, or none that can be read', () => {
    const web = { prod: [built('web', { command: ['vite'] })] };
    const none = { 'web/Dockerfile': dockerfile };
    expect(found('prod-is-built', { ...web, tree: none })).toEqual([]);
    const closed = { 'web/package.json': { kind: 'unreadable' } } as const;
    expect(found('prod-is-built', { ...web, tree: { ...none, ...closed } })).toEqual([]);
  });

  it.each([
    'react-scripts start',
    'webpack serve',
    'ng serve',
    'vue-cli-service serve',
    'webpack-dev-server',
    'next dev',
    'nuxt dev',
    'astro dev',
    'remix dev',
    'vite',
    'vite --port 80',
    'yarn dev',
    'pnpm run start',
  ])('knows a server for development: %s', (command) => {
    expect(one(command)).toEqual([
      expect.stringMatching(/^warning prod\/web image: starts a development server .* \(web\/Dockerfile:2\)/),
    ]);
    expect(one(command, {})).toEqual([]);
    expect(one(command, undefined, 'dev')).toEqual([]);
  });

  it.each([
    'vite build',
    'vite preview',
    'vite-node server.js',
    'next start',
    'node server.js',
    'invite',
  ])('takes nothing else for one: %s', (command) => expect(one(command)).toEqual([]));
});
