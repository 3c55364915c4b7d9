import { describe, expect, it } from 'vitest';
import type { CheckedWatch } from '../../lib/model/checked-system.js';
import { bind, built, found, service, type Tree } from './world.js';

const TREE: Tree = {
  'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\n',
  'api/src/a.py': '',
  'api/main.py': '',
};
const watch = (action: CheckedWatch['action'], path = 'api'): CheckedWatch => ({ path, action });

describe('edits-take-effect', () => {
  const mounts = [bind('api/src', '/app/src'), bind('api/main.py', '/app/main.py')];
  const check = (command: string | undefined, rest: Parameters<typeof service>[0] = {}, files: Tree = {}) =>
    found('edits-take-effect', {
      dev: [
        built('api', { mounts, ...(command === undefined ? {} : { command: command.split(' ') }), ...rest }),
      ],
      tree: { ...TREE, ...files },
    });
  const json = (scripts: Record<string, string>, at = 'api') => ({
    [`${at}/package.json`]: JSON.stringify({ scripts }),
  });
  const WARNING = [expect.stringMatching(/^warning .* runs mounted code without reload/)];
  const NOTE = [expect.stringMatching(/^note .* nothing says whether its program reloads\./)];

  it('finds mounted code behind a server without reload', () => {
    expect(check('python main.py')).toEqual([
      'warning dev/api command: runs mounted code without reload: an edit of api/src, api/main.py changes nothing until a restart. Fix: start it with a reload, or let `develop.watch` restart it',
    ]);
  });

  it.each([
    'uvicorn main:app',
    'uvicorn main:app --reload-dir x',
    'vite build',
    'vite preview',
    'node reload.js',
    'python -m uvicorn main:app',
    'python3.12 -m debugpy --listen 5678 -m flask run',
    '/usr/bin/gunicorn main:app',
    'bun server.ts',
    'env A=1 poetry run uvicorn main:app',
    'tini -g -- node server.js',
  ])('finds it behind %s', (command) => {
    expect(check(command)).toEqual(WARNING);
  });

  it.each([
    'npm run build',
    'npm start',
    'make dev',
    'x --reload-dir',
    'invite',
    './start.sh',
    'sh start.sh',
    'python manage.py runserver --noreload',
    'python manage.py runserver 0:80 --noreload',
    'xnode server.js',
    'nodex server.js',
    'xpython main.py',
    'python-x main.py',
    'python -m api',
    'python gone.py',
    'go run .',
    'pnpm --filter web start',
    'exec',
  ])('cannot know of %s', (command) => {
    expect(check(command)).toEqual(NOTE);
  });

  it.each([
    'uvicorn main:app --reload',
    '--reload',
    'flask --debug run',
    'flask run --debug=1',
    'nodemon server.js',
    'vite',
    'vite --host',
    'npm run dev',
    'yarn dev',
    'react-scripts start',
    'watchmedo auto-restart x',
    'watchfiles x',
    'watchexec x',
    'ts-node-dev x',
    'jurigged x',
    'webpack-dev-server',
    'webpack serve',
    'ng serve',
    'vue-cli-service serve',
    'next dev',
    'nuxt dev',
    'astro dev',
    'remix dev',
    'wrangler dev',
    'tsx watch a.ts',
    'bun --watch a.ts',
    'bun watch a.ts',
    'node --watch a.js',
    'bun --hot a.ts',
    'python manage.py runserver 0:80',
    'streamlit run main.py',
    'fastapi dev main.py',
    'pnpm --filter web dev',
    'yarn workspace web dev',
    'npm --prefix /gone run dev',
    'npx vite',
    'npm exec -- vite',
  ])('is silent behind %s', (command) => {
    expect(check(command)).toEqual([]);
  });

  it.each([
    ...['dotnet watch run', 'cargo watch -x run', 'air', './bin/air -c .air.toml', 'php artisan serve'],
    ...['rails s -e development', 'rails server --environment=dev', 'bin/rails s -p 3000 -e dev'],
    ...['tsx --watch a.ts', 'node --watch-path=. a.js'],
    // nothing runs that could be old
    ...['sleep infinity', 'tail -f /dev/null', '/usr/bin/tail -F /dev/null', 'cat', 'bash', 'zsh -l', 'dash'],
  ])('is silent behind %s, too', (command) => {
    expect(check(command)).toEqual([]);
  });

  it.each([
    ...['dotnet run', 'fair', 'airs', 'x air', 'php artisan serves', 'rails s -e production', 'rails s'],
    ...[
      'sleepy',

      'tail -n /dev/null',
      'cat x',
      'fish',
      'bash -x',
      'tsx-watch',
      'vitex',
    ],
  ])('cannot know of %s, either', (command) => {
    expect(check(command)).toEqual(NOTE);
  });

  it.each([
    ['FLASK_DEBUG', '1', true],
    ['FLASK_DEBUG', 'True', true],
    ['FLASK_DEBUG', '10', false],
    ['FLASK_DEBUG', '01', false],
    ['FLASK_DEBUG', 'untrue', false],
    ['FLASK_DEBUG', 'truely', false],
    ['FLASK_ENV', '1', false],
  ])('%s=%s reloads: %s', (name, value, is) => {
    const rest = { environment: { [name]: [value] } };
    expect(check('flask run', rest)).toEqual(is ? [] : WARNING);
    expect(check(undefined, rest)).not.toEqual([]);
  });

  it('reads scripts of package.json', () => {
    expect(check('npm run dev', {}, json({ dev: 'node server.js' }))).toEqual(WARNING);
    expect(check('npm run dev', {}, json({ dev: 'make dev' }))).toEqual(NOTE);
    expect(check('npm start', {}, json({ start: 'nodemon server.js' }))).toEqual([]);
    expect(check('npm start', {}, json({ start: 'npm run -s watch', watch: 'vite' }))).toEqual([]);
    expect(check('npm start', {}, json({ start: 'npm start' }))).toEqual(NOTE);
    expect(check('npm start', {}, json({}))).toEqual(NOTE);
  });

  it('reads the package.json of the directory that the call names, and none of a workspace', () => {
    const files = {
      ...json({ start: 'node a.js', dev: 'node a.js' }),
      ...json({ start: 'vite' }, 'api/web'),
    };
    for (const option of ['--prefix web', '--prefix=web', '--prefix /app/web'])
      expect(check(`npm ${option} run start`, {}, files), option).toEqual([]);
    for (const option of ['-C web', '--dir web'])
      expect(check(`pnpm ${option} start`, {}, files)).toEqual([]);
    expect(check('yarn --cwd web start', {}, files)).toEqual([]);
    expect(check('npm run-script start', {}, files)).toEqual(WARNING);
    for (const option of ['--filter web', '--filter=web', '-F web', '-w web', '--workspace=web'])
      expect(check(`pnpm ${option} start`, {}, files), option).toEqual(NOTE);
    expect(check('pnpm --filter web dev', {}, files)).toEqual([]);
  });

  it.each([
    ['npm install && npm run dev', []],
    ['npm ci; cd web && npm run go', []],
    ['yarn && yarn run dev', []],
    ['pnpm i && exec pnpm dev', []],
    ['npm run dev & wait', []],
    ['npm run dev && node server.js', []],
    ['npm install', NOTE],
    ['npm install && node server.js', WARNING],
    ['if true; then exec node server.js; fi', WARNING],
    ['PORT=1 node server.js', WARNING],
    ['node server.js && make', NOTE],
    ['', NOTE],
  ])('follows the shell line %j', (line, expected) => {
    const files = { ...json({ dev: 'vite' }), ...json({ go: 'vite' }, 'api/web') };
    expect(check(undefined, { command: ['sh', '-c', line] }, files)).toEqual(expected);
    expect(check(undefined, { command: ['/bin/bash', '-ec', line] }, files)).toEqual(expected);
  });

  it('reads shell scripts of the tree, with their arguments', () => {
    const sh = (text: string, command: string) =>
      check(undefined, { command: command.split(' ') }, { 'api/start.sh': `#!/bin/sh\nset -e\n${text}\n` });
    for (const call of ['./start.sh', 'sh start.sh', 'bash -e /app/start.sh']) {
      expect(sh('exec uvicorn main:app --reload', call), call).toEqual([]);
      expect(sh('exec uvicorn main:app # --reload', call), call).toEqual(WARNING);
      expect(sh('make run', call), call).toEqual(NOTE);
      expect(sh('migrate\nexec "$@"', `${call} uvicorn main:app`), call).toEqual(WARNING);
      expect(sh('exec "$@"', `${call} uvicorn main:app --reload`), call).toEqual([]);
      expect(sh('exec sh start.sh', call), call).toEqual(NOTE);
    }
    expect(sh('exec "$@"', 'sh start.sh')).toEqual(NOTE);
    const line = { command: ['sh', '-c', 'exec "$@"', 'x', 'node', 'server.js'] };
    expect(check(undefined, line)).toEqual(WARNING);
  });

  it('reads the script where the service runs it', () => {
    const tree = { 'api/src/main.py': 'app.run(debug=True)' };
    expect(check('python main.py', { workdir: '/app/src' }, tree)).toEqual([]);
    expect(check('python main.py', {}, tree)).toHaveLength(1);
  });

  it.each([
    ['uvicorn.run("main:app", reload=True)', 0],
    ['app.run(debug = True)', 0],
    ['run_simple(use_reloader=True)', 0],
    ['# uvicorn.run(app, reload=True)', 1],
    ['if x:\n  \t# uvicorn.run(app, reload=True)', 1],
    ['app.run(debug=False)', 1],
  ])('reads the script %s', (text, count) => {
    expect(check('python main.py', {}, { 'api/main.py': text })).toHaveLength(count);
  });

  it.each([
    ['1', 0],
    ['TRUE', 0],
    ['0', 1],
    ['10', 1],
    ['01', 1],
    ['untrue', 1],
  ])('knows FLASK_DEBUG=%s', (value, count) => {
    expect(check('flask run', { environment: { FLASK_DEBUG: [value] } })).toHaveLength(count);
  });

  it('does not know what FLASK_DEBUG is for where the image runs what it likes', () => {
    expect(check(undefined, { environment: { FLASK_DEBUG: ['1'] } })).toEqual([
      expect.stringMatching(/^note /),
    ]);
  });

  it('is silent about what watch restarts, and not about what it only copies', () => {
    for (const action of ['restart', 'rebuild', 'sync+restart', 'sync+exec'] as const)
      expect(check('python main.py', { watched: [watch('sync'), watch(action)] })).toEqual([]);
    expect(check('python main.py', { watched: [watch('sync')] })).toHaveLength(1);
    expect(check('python main.py', { watched: [watch('restart', 'api/src')] })).toEqual([
      expect.stringContaining('an edit of api/main.py changes'),
    ]);
  });

  it('says that it cannot know what an image runs by itself', () => {
    expect(check(undefined)).toEqual([
      "note dev/api command: cannot be proven to see edits of api/src, api/main.py: it runs its image's own command. Fix: nothing, if it reloads its code",
    ]);
  });

  it('is silent about what dev mode restarts, about data, about what is not there, and in prod', () => {
    const silent = (...list: ReturnType<typeof bind>[]) =>
      expect(check('python main.py', { mounts: list }, { 'api/data/a.json': '' })).toEqual([]);
    silent(bind('api/src', '/a', { hot: true }), bind('api/main.py', '/b', { hot: false }));
    silent(bind('api/data', '/a'), bind('api/data/a.json', '/b'), bind('gone', '/c'));
    expect(found('edits-take-effect', { prod: [service({ mounts, command: ['x'] })], tree: TREE })).toEqual(
      [],
    );
  });

  it.each(['a.py', 'a.js', 'a.mts', 'a.tsx', 'a.vue', 'a.go', 'a.rb'])('takes %s for code', (name) => {
    expect(check('x', { mounts: [bind(`api/${name}`, '/a')] }, { [`api/${name}`]: '' })).toHaveLength(1);
  });

  it.each(['a.json', 'a.pyc', 'py', 'a.js.map'])('takes %s for none', (name) => {
    expect(check('x', { mounts: [bind(`api/${name}`, '/a')] }, { [`api/${name}`]: '' })).toEqual([]);
  });
});

describe('edits-take-effect, of a reload that is told what to watch', () => {
  const check = (command: string, ...mounts: ReturnType<typeof bind>[]) =>
    found('edits-take-effect', { dev: [service({ command: command.split(' '), mounts })], tree: TREE });
  const [src, main] = [bind('api/src', '/app/src'), bind('api/main.py', '/app/main.py')];

  it.each([
    'uvicorn main:app --reload --reload-dir lib',
    'uvicorn main:app --reload --reload-dir=/app/lib',
    'nodemon --watch lib main.js',
    'nodemon -w lib main.js',
    'ts-node-dev --watch=lib main.ts',
    'watchmedo auto-restart --directory=lib x',
    'watchmedo auto-restart -d lib x',
    'node --watch-path=lib main.js',
  ])('finds what it does not see: %s', (command) => {
    expect(check(command, src)).toEqual([
      'warning dev/api command: has a reload that is told to watch other paths: an edit of api/src changes nothing until a restart. Fix: let it watch that too',
    ]);
    expect(check(command.replace('lib', 'src'), src)).toEqual([]);
    expect(check(command.replace('lib', 'src'), src, main)).toEqual([
      expect.stringMatching(/an edit of api\/main\.py changes nothing/),
    ]);
    expect(check(command.replace('lib', '.'), src, main)).toEqual([]);
  });
});

describe('no-stale-files', () => {
  const check = (mount: ReturnType<typeof bind>, rest: Parameters<typeof service>[0] = {}) =>
    found('no-stale-files', { dev: [service({ mounts: [mount], ...rest })], tree: TREE });

  it('finds a file that is mounted by itself', () => {
    expect(check(bind('api/main.py', '/app/main.py'))).toEqual([
      'warning dev/api mounts[/app/main.py]: is a file mounted on its own: after a save by rename the container keeps the old "api/main.py". Fix: mount its directory, or let `develop.watch` restart the service',
    ]);
  });

  it('finds one that is declared hot, which keeps dev mode from the restart', () => {
    expect(check(bind('api/main.py', '/app/main.py', { hot: true }))).toEqual([
      'error dev/api mounts[/app/main.py]: is a file mounted on its own: after a save by rename the container keeps the old "api/main.py". Fix: do not declare it hot, or mount its directory',
    ]);
  });

  it('is silent about directories, about what something restarts, and in prod', () => {
    expect(check(bind('api/src', '/a'))).toEqual([]);
    expect(check(bind('gone', '/a'))).toEqual([]);
    expect(check(bind('api/main.py', '/a', { hot: false }))).toEqual([]);
    expect(check(bind('api/main.py', '/a'), { watched: [watch('restart')] })).toEqual([]);
    expect(check(bind('api/main.py', '/a'), { watched: [watch('restart', 'web')] })).toHaveLength(1);
    expect(
      found('no-stale-files', { prod: [service({ mounts: [bind('api/main.py', '/a')] })], tree: TREE }),
    ).toEqual([]);
  });
});
