import { describe, expect, it } from 'vitest';
import { isKnownAt } from '../../lib/rules/build/known-places.js';
import { namedFile } from '../../lib/rules/build/named-files.js';
import { topNames } from '../../lib/rules/build/top-names.js';
import { imageReader, type OwnImage } from '../../lib/rules/image.js';
import { withoutPasswords } from '../../lib/rules/safety/secret-texts.js';
import { isSystemPath } from '../../lib/rules/system-path.js';
import { healthPorts } from '../../lib/rules/wiring/ports.js';
import { isInCode, plainRoutes, webOf } from '../../lib/rules/wiring/routes.js';
import { isSibling } from '../../lib/rules/wiring/sibling-variables.js';
import { built, fakeFacts, found, service, system, type Tree } from './world.js';

describe('what a command starts by its name', () => {
  const named = (line: string, environment: Record<string, string> = {}) => {
    const start = namedFile({ words: line.split(' '), workdir: '/app', always: true }, environment);
    if (start === undefined) return undefined;
    if (start.kind === 'file') return start.name;
    const { name, isRun, attribute = '', directory } = start;
    return `${isRun ? '-m ' : ''}${name}:${attribute}${directory === undefined ? '' : ` in ${directory}`}`;
  };

  it.each([
    ['python a.py', 'a.py'],
    ['python3.12 -u a.py b.py', 'a.py'],
    ['/usr/bin/python a', 'a'],
    ['pypy3 a.py', 'a.py'],
    ['node a', 'a'],
    ['nodejs a', 'a'],
    ['ts-node a', 'a'],
    ['tsx a', 'a'],
    ['ruby a', undefined],
    ['ruby a.rb', 'a.rb'],
    ['perl ./a', './a'],
    ['php a', undefined],
    ['php artisan', 'artisan'],
    ['lua a.lua', 'a.lua'],
    ['sh a', 'a'],
    ['bash a', 'a'],
    ['ash a', 'a'],
    ['dash a', 'a'],
    ['zsh a', 'a'],
    ['ksh a', 'a'],
    ['fish a', undefined],
    ['pythons a.py', undefined],
    ['xpython a.py', undefined],
    ['deno run -A a.ts', 'a.ts'],
    ['bun a.jsx', 'a.jsx'],
    ['deno task a', undefined],
    ['python -W error a.py', 'a.py'],
    ['python -X dev a.py', 'a.py'],
    ['python --check-hash-based-pycs never a.py', 'a.py'],
    ['node -r x a.js', 'a.js'],
    ['node --require x a.js', 'a.js'],
    ['node --import x a.js', 'a.js'],
    ['node --loader x a.js', 'a.js'],
    ['node --env-file .env a.js', 'a.js'],
    ['node --watch-path src a.js', 'a.js'],
    ['node --inspect a.js', 'a.js'],
    ['ruby -I lib a.rb', 'a.rb'],
    ['php -d x=1 a.php', 'a.php'],
    ['bash -o pipefail a', 'a'],
    ['ruby -C lib a.rb', 'a.rb'],
    ['ts-node --project x a.ts', 'a.ts'],
    ['python -c a.py', undefined],
    ['bash -ec a.sh', undefined],
    ['node -e a.js', undefined],
    ['node -pe a.js', undefined],
    ['node -p a.js', undefined],
    ['node -i a.js', undefined],
    ['bash -s a.sh', undefined],
    ['node --eval a.js', undefined],
    ['node --print a.js', undefined],
    ['php -S a.php', undefined],
    ['php -t a.php', undefined],
    ['python -V a.py', undefined],
    ['node -v a.js', undefined],
    ['node -h a.js', undefined],
    ['node --version a.js', undefined],
    ['node --help a.js', undefined],
    ['node --test a.js', undefined],
    ['node --check a.js', undefined],
    ['node -m a.js', 'a.js'],
    ['java -Xmx1g -jar a.jar', 'a.jar'],
    ['java -jar', undefined],
    ['java a.jar', undefined],
    ['streamlit run a.py', 'a.py'],
    ['fastapi run a.py', 'a.py'],
    ['fastapi a.py', undefined],
    ['streamlit run -x.py', undefined],
    ['streamlit run a.txt', undefined],
    ['streamlit run a.py.bak', undefined],
    ['deno run a.tsxx', undefined],
    ['./a', './a'],
    ['bin/a', 'bin/a'],
    ['a', undefined],
    ['python $FILE', undefined],
    ['python ~/a.py', undefined],
    ['python *.py', undefined],
    ['python a?.py', undefined],
    ['python {a}.py', undefined],
    ['python a\0.py', undefined],
    ['python', undefined],
  ])('%j starts the file %s', (line, name) => {
    expect(named(line)).toBe(name);
  });

  it.each([
    ['uvicorn a:app', 'a:app'],
    ['gunicorn -w 4 a.b:make()', 'a.b:make'],
    ['hypercorn a:b.c', 'a:b'],
    ['daphne a:app', 'a:app'],
    ['granian a:app', 'a:app'],
    ['waitress-serve a:app', 'a:app'],
    ['taskiq a:app', 'a:app'],
    ['uvicorns a:app', undefined],
    ['uvicorn a', undefined],
    ['uvicorn 9a:app', undefined],
    ['uvicorn a:9app', undefined],
    ['uvicorn --host=x:y a:app', 'a:app'],
    ['uvicorn --app-dir src a:app', 'a:app in src'],
    ['uvicorn --app-dir=src a:app', 'a:app in src'],
    ['gunicorn --chdir src a:app', 'a:app in src'],
    ['gunicorn --pythonpath src a:app', 'a:app in src'],
    ['granian --working-dir src a:app', 'a:app in src'],
    ['granian --workdir src a:app', 'a:app in src'],
    ['uvicorn a:app --workdirs src', 'a:app'],
    ['celery -A a worker', 'a:'],
    ['celery --app a.b worker', 'a.b:'],
    ['celery --app=a:b worker', 'a:b'],
    ['celery worker', undefined],
    ['flask -A a run', 'a:'],
    ['flask --app a:b run', 'a:b'],
    ['flask --app a.py run', undefined],
    ['flask run', undefined],
    ['python -m a.b', '-m a.b:'],
    ['python3 -u -m a', '-m a:'],
    ['pypy3.10 -m a', '-m a:'],
    ['python -m a-b', undefined],
    ['python -m 9a', undefined],
    ['python -m a.9b', undefined],
    ['python -m', undefined],
    ['python a.py -m b', 'a.py'],
    ['python -m uvicorn a:app', 'a:app'],
    ['python -m gunicorn a:app', 'a:app'],
    ['python -m hypercorn a:app', 'a:app'],
    ['python -m daphne a:app', 'a:app'],
    ['python -m granian a:app', 'a:app'],
    ['python -m celery -A a worker', 'a:'],
    ['python -m flask --app a run', 'a:'],
    ['python -m uvicorns a:app', '-m uvicorns:'],
  ])('%j starts the module %s', (line, name) => {
    expect(named(line)).toBe(name);
  });

  it('flask is told by a variable, too', () => {
    expect(named('flask run', { FLASK_APP: 'a:b' })).toBe('a:b');
    expect(named('flask run', { FLASK_APP: 'a.py' })).toBeUndefined();
    expect(named('flask -A c run', { FLASK_APP: 'a:b' })).toBe('c:');
  });
});

describe('the names of a module', () => {
  it.each([
    ['from a import *', undefined],
    ['from a import ( *', undefined],
    ['globals()["a"] = 1', undefined],
    ['exec ("a = 1")', undefined],
    ['setattr(x, "a", 1)', undefined],
    ['vars(x)', undefined],
    ['locals()', undefined],
    ['def __getattr__(name): ...', undefined],
    ['x.__dict__.update(a)', undefined],
    ['a = b = 1', 'a,b'],
    ['myglobals()', 'myglobals'],
    ['def f(x):\n    y = 1', 'f'],
    ['class A(B):\n    y = 1', 'A'],
    ['def f():\n    global a, b  # both\n    a = 1', 'a,b,f'],
    ['def f():\n    global a;\n', 'a,f'],
  ])('of %j are %s', (text, names) => {
    const found = topNames(text);
    expect(found && [...found].sort().join()).toBe(names);
  });
});

describe('two variables', () => {
  it.each([
    ['DB_HOST', 'DATABASE_URL', true],
    ['PG_URI', 'POSTGRES_HOSTNAME', true],
    ['POSTGRESQL_PORT', 'POSTGRES_DSN', true],
    ['DB_PASS', 'DB_PASSWD', true],
    ['DB_PWD', 'DB_PASSWORD', true],
    ['DB_USERNAME', 'DB_USER', true],
    ['NET_SVC_ADDR', 'NET_ADDRESS', true],
    ['NET_SERVICE_ENDPOINT', 'net_url', true],
    ['NET__URL', 'NET_HOST', true],
    ['DB_USER', 'DB_PASSWORD', false],
    ['DB_HOST', 'DB_USER', false],
    ['A_HOST', 'B_HOST', false],
    ['A_B_HOST', 'AB_HOST', false],
    ['SERVICE_URL', 'SVC_HOST', false],
    ['DB_HOST', 'DB_HOST', false],
  ])('%s and %s are of one thing: %s', (one, other, is) => {
    expect(isSibling(one, other)).toBe(is);
  });
});

describe('a health check asks', () => {
  it.each([
    ['curl http://localhost:3000/x', [3000]],
    ['curl http://127.0.0.1:3000', [3000]],
    ['curl http://0.0.0.0:3000', [3000]],
    ['curl http://[::1]:3000', [3000]],
    ['nc localhost 3000', [3000]],
    ['s.connect(("localhost", 3000))', [3000]],
    ["s.connect(('127.0.0.1' , 3000))", [3000]],
    ['curl http://localhost/x', [80]],
    ['curl https://127.0.0.1', [443]],
    ['curl https://[::1]?x', [443]],
    ['curl "http://localhost"', [80]],
    ['curl http://localhost#x', [80]],
    ['curl http://localhosts/x', []],
    ['curl xhttp://localhost/x', []],
    ['curl http://localhost:3/x', []],
    ['curl http://localhost:300000/x', []],
    ['curl http://db:3000/x', []],
    ['pg_isready -U me -p 5433', [5433]],
    ['psql -p5433', [5433]],
    ['redis-cli -p 6380 ping', [6380]],
    ['mysqladmin -P 3307 ping', [3307]],
    ['pg_isready -U me', []],
    ['other -p 5433', []],
    ['curl http://localhost:3000 || curl http://localhost:3000', [3000]],
    ['curl http://localhost:3000 || curl http://localhost/', [3000, 80]],
  ])('%s: %j', (text, ports) => {
    const healthCheck = { test: ['CMD-SHELL', text], interval: 1, timeout: 1, retries: 1, startPeriod: 1 };
    const [api] = system('dev', [service({ healthCheck })]).services;
    expect(api && healthPorts(api, undefined)).toEqual(ports);
  });
});

describe('the routes of a program', () => {
  const routes = (path: string, text: string, isServed = false) => {
    const web = webOf(path);
    return web && plainRoutes(text, web, isServed)?.map(({ path, line }) => `${line} ${path}`);
  };
  const PYTHON = '@app.get("/a")\ndef a(): ...\n';
  const NODE = "app.get('/a', f);\n";

  it.each([
    'uvicorn.run(app)',
    'hypercorn.run (app)',
    'app.run()',
    'web.run_app(app)',
    'run_simple(x)',
  ])('are those of one that %s starts', (start) => {
    expect(routes('a.py', PYTHON + start)).toEqual(['1 /a']);
    expect(routes('a.py', `${PYTHON}# ${start}`)).toBeUndefined();
    expect(routes('a.py', `${PYTHON}# ${start}`, true)).toEqual(['1 /a']);
  });

  it.each([
    ['@app.head("/a")', '/a'],
    ["  @bp.route( '/a', methods=['GET'])", '/a'],
    ['@app.api.api_route("/a")', '/a'],
    ['@app.post("/a")', undefined],
    ['app.get("/a")', undefined],
    ['@app.get("a")', undefined],
    ['@app.get(A)', undefined],
  ])('are written so in Python: %s', (line, path) => {
    expect(routes('a.py', `x = 1\n${line}\n`, true)).toEqual(path && [`2 ${path}`]);
  });

  it.each(["app.head('/a')", 'r.all("/a")', 'r.route( `/a`)'])('are written so in Node: %s', (line) => {
    expect(routes('a.js', `x\n${line}\nx.listen (1)`)).toEqual(['2 /a']);
    expect(routes('a.mts', `x\n${line}\nx.listens(1)`)).toBeUndefined();
  });

  it.each([
    '@app.get("/{x:path}")',
    "@app.get('/<path:x>')",
    '@app.get("/<x:path>")',
    'app.mount("/", x)',
    "app.mount( '', x)",
    'Flask(static_folder="x")',
    'StaticFiles(x)',
  ])('are not all in Python where it has %s', (line) => {
    expect(routes('a.py', `${PYTHON}${line}`, true)).toBeUndefined();
  });

  it.each([
    "app.get('*', f)",
    "app.get('/*', f)",
    "app.get('/{*rest}', f)",
    'express.static("x")',
    'serveStatic("x")',
    'app.use(async (c) => c)',
    'app.use(function (c) {})',
    'app.use((c) => c)',
    'app.use(c => c)',
    'app.use( c  => c)',
  ])('are not all in Node where it has %s', (line) => {
    expect(routes('a.ts', `${NODE}${line}`, true)).toBeUndefined();
    expect(routes('a.ts', `${NODE}// ${line}`, true)).toEqual(['1 /a']);
  });

  it('have the lines that they have below comments', () => {
    expect(routes('a.py', `"""one\ntwo"""\n'''x\ny'''\n# z\n${PYTHON}`, true)).toEqual(['6 /a']);
    expect(routes('a.js', `/* one\ntwo */\n// z\nx = 'http://y';\n${NODE}`, true)).toEqual(['5 /a']);
    expect(routes('a.js', '', true)).toBeUndefined();
  });

  it('are read of two languages', () => {
    expect(
      ['a.py', 'a.js', 'a.cjs', 'a.mjs', 'a.ts', 'a.cts', 'a.tsx', 'a.rb', 'py'].map((path) => !!webOf(path)),
    ).toEqual([...[true, true, true, true, true, true], ...[false, false, false]]);
    const web = webOf('a.py');
    expect(web && [isInCode('Health', 'x("/heaLth")', web), isInCode('health', '# health', web)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('the build of an image that is named', () => {
  const buildOf = (reference: string, own: string | undefined) => {
    const api = built('api');
    const image = { ...api.image, ...(own === undefined ? {} : { reference: own }) } as OwnImage;
    const dev = system('dev', [
      { ...api, image },
      service({ name: 'worker', image: { kind: 'external', reference } }),
      service({ name: 'none' }),
    ]);
    const facts = fakeFacts({});
    const [, worker] = dev.services;
    return worker && imageReader(facts, [dev]).buildOf(worker) !== undefined;
  };

  it.each([
    ['demo', 'demo', true],
    ['demo:latest', 'demo', true],
    ['demo', 'demo:latest', true],
    ['docker.io/demo', 'demo', true],
    ['docker.io/library/demo', 'demo:latest', true],
    ['demo:1', 'demo', false],
    ['demo:1', 'demo:1', true],
    ['demo@sha256:0a', 'demo', false],
    ['localhost:5000/demo', 'localhost:5000/demo:latest', true],
    ['other', 'demo', false],
    ['x.docker.io/demo', 'demo', false],
    ['other', undefined, false],
  ])('%s is that of %s: %s', (reference, own, is) => {
    expect(buildOf(reference, own)).toBe(is);
  });
});

describe('the contexts of an image', () => {
  const files = (dockerfile: string, contexts: Record<string, string>, tree: Tree = {}) => {
    const api = built('api', {}, {});
    const image = { ...api.image, contexts } as OwnImage;
    const dev = system('dev', [{ ...api, image }, built('base')]);
    const facts = fakeFacts({
      'api/Dockerfile': dockerfile,
      'api/a.py': '',
      'base/Dockerfile': 'FROM scratch\nCOPY b.py /b.py\n',
      'base/b.py': '',
      'lib/c.py': '',
      ...tree,
    });
    const found = imageReader(facts, [dev]).image(image);
    return found && [...found.files.keys()].sort().join();
  };

  it.each([
    ['lib', 'FROM scratch\nCOPY --from=x c.py /c.py\n', { x: 'lib' }, '/c.py'],
    ['service:base', 'FROM x\nCOPY a.py /a.py\n', { x: 'service:base' }, '/a.py,/b.py'],
    ['service:gone', 'FROM x\nCOPY a.py /a.py\n', { x: 'service:gone' }, '/a.py'],
    ['docker-image://y', 'FROM x\nCOPY a.py /a.py\n', { x: 'docker-image://y' }, '/a.py'],
  ] as const)('are followed: %s', (_, dockerfile, contexts, expected) => {
    expect(files(dockerfile, contexts)).toBe(expected);
  });
});

describe('a text without its passwords', () => {
  it.each([
    ['postgres://me:hunter2@db/x', 'postgres://me:***@db/x'],
    ['x --password hunter2 y', 'x --password *** y'],
    ['x --token=hunter2', 'x --token=***'],
    ['Server=db;Password=hunter2;X=1', 'Server=db;Password=***;X=1'],
    ['redis-cli -a hunter2 ping', 'redis-cli -a *** ping'],
    ['mysql -u me -phunter2 db', 'mysql -u me -p*** db'],
    ['hunter2://me:hunter2@db', 'hunter2://me:***@db'],
    ['postgres://me:$P@db --password true', 'postgres://me:$P@db --password true'],
    ['nothing', 'nothing'],
  ])('%s is %s', (text, without) => {
    expect(withoutPasswords(text, '***')).toBe(without);
  });
});

describe('what more can be in an image than its instructions say', () => {
  const known = (base: string, path: string, more = '') => {
    const facts = fakeFacts({
      'api/Dockerfile': `FROM ${base}\nWORKDIR /app\nCOPY a.py lib/b.py ./\n${more}`,
      'api/a.py': '',
      'api/lib/b.py': '',
    });
    const api = built('api');
    const dev = system('dev', [api]);
    const image = imageReader(facts, [dev]).image(api.image as OwnImage);
    return image && isKnownAt(image, path);
  };

  it.each([
    ['python', true],
    ['python:3.12-slim', true],
    ['docker.io/python', true],
    ['docker.io/library/node:24', true],
    ['library/ruby@sha256:0a', true],
    ['pypy:3', true],
    ['golang', true],
    ['rust', true],
    ['php:8-fpm', true],
    ['perl', true],
    ['debian', true],
    ['ubuntu:24.04', true],
    ['alpine', true],
    ['busybox', true],
    ['openjdk:21', true],
    ['eclipse-temurin:21', true],
    ['amazoncorretto:21', true],
    ['oven/bun:1', true],
    ['denoland/deno:2', true],
    ['python:3-onbuild', false],
    ['python:onbuild', false],
    ['pythons', false],
    ['python-x', false],
    ['acme/python', false],
    ['xpython', false],
    ['scratch', true],
  ])('is nothing at the top of %s: %s', (base, is) => {
    expect(known(base, '/mian.py')).toBe(is || 'copied');
  });

  it.each([
    '/usr/x',
    '/bin/x',
    '/sbin/x',
    '/lib/x',
    '/lib64/x',
    '/etc/x',
    '/opt/x',
    '/var/lib/x',
    '/proc/x',
    '/sys/x',
    '/dev/x',
    '/tmp/x',
    '/run/x',
    '/go/bin/x',
    '/nix/x',
    '/usr',
    '/app/node_modules/x',
    '/app/vendor/x',
    '/app/.venv/x',
    '/app/venv/x',
    '/app/.local/x',
    '/app/.cargo/x',
    '/app/bundle/x',
    '/srv/x',
  ])('may be anything at %s', (path) => {
    expect(known('python', path, 'RUN mkdir -p /x\n')).toBe(false);
  });

  it.each([
    '/usrs',
    '/app/node_modules',
    '/app/node_modulesx/x',
    '/app/vendors/x',
    '/app/x',
    '/app/deep/x',
  ])('is nothing at %s of a bare image', (path) => {
    expect(known('python', path)).toBe(true);
  });

  it('may be more beside what is copied into another image, and at what another image brings', () => {
    expect(known('acme/base', '/app/x')).toBe('copied');
    expect(known('acme/base', '/srv/x')).toBe(false);
    expect(known('acme/base', '/app/deep/x')).toBe(false);
    expect(known('python', '/app/x/y', 'COPY --from=acme/tool /x /app/x\n')).toBe(false);
    expect(known('python', '/app/x', 'COPY --from=acme/tool /x /app/x/y\n')).toBe(false);
    expect(known('python', '/app/z', 'COPY --from=acme/tool /x /app/x/y\n')).toBe(true);
    expect(known('python', '/app/x', 'COPY gone ./\n')).toBe(false);
    expect(known('python', '/app/x', 'RUN make\n')).toBe(false);
  });
});

describe('a path of the host itself', () => {
  it.each([
    '/',
    '/boot',
    '/boot/x',
    '/dev/x',
    '/etc/x',
    '/lib/modules/x',
    '/proc/x',
    '/run/x',
    '/sys/x',
    '/usr/src/x',
    '/var/lib/docker/x',
    '/var/run/x',
    '/root',
    '/home',
    '/home/me',
    '/usr',
    '/var',
    '/var/lib',
    '/opt',
    '/srv',
    '/tmp',
    '/lib',
    '/bin',
    '/sbin',
    '/mnt',
    '/media',
  ])('is %s', (path) => expect(isSystemPath(path)).toBe(true));

  it.each([
    '/boots',
    '/etcetera',
    '/root/x',
    '/home/me/x',
    '/usr/x',
    '/var/lib/x',
    '/opt/x',
    '/x/opt',
    'etc',
    'etc/x',
    '.',
  ])('is not %s', (path) => expect(isSystemPath(path)).toBe(false));
});

describe('that a sibling variable is read', () => {
  const lacks = (code: string, more: Tree = {}) =>
    found('variables-are-set', {
      dev: [built('api', { environment: { REDIS_URL: ['redis://r'] } }), service({ name: 'redis' })],
      tree: {
        'api/Dockerfile': 'FROM python\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        'api/main.py': `H = os.getenv("REDIS_HOST", "localhost")\n${code}\n`,
        ...more,
      },
    }).length > 0;

  it.each([
    ...[
      'a.py',
      'a.js',
      'a.mjs',
      'a.cjs',
      'a.jsx',
      'a.ts',
      'a.mts',
      'a.tsx',
      'a.sh',
      'a.bash',
      'a.rb',
      'a.php',
    ],
    ...[
      'a.go',
      'a.java',
      'a.yml',
      'a.yaml',
      'a.toml',
      'a.ini',
      'a.cfg',
      'a.conf',
      'a.json',
      'a.template',
      'a.tpl',
    ],
    ...['Makefile', 'deep/run', 'mycompose.yml', 'compose.yml.tpl', 'deep/x.env.sh'],
  ])('may be in %s', (name) => {
    expect(lacks('', { [`api/${name}`]: 'redis_url' })).toBe(false);
    expect(lacks('', { [`api/${name}`]: 'my_redis_url redis_urls' })).toBe(true);
  });

  it.each([
    ...[
      'a.png',
      'a.md',
      'a.pyc',
      'a.shx',
      'compose.yml',
      'compose.yaml',
      'docker-compose.yml',
      'docker-compose.prod.yaml',
    ],
    ...['deep/compose.yml', '.env', '.env.local', 'deep/.env'],
  ])('is not said by %s', (name) => {
    expect(lacks('', { [`api/${name}`]: 'REDIS_URL' })).toBe(true);
  });

  it.each([
    'env_prefix = "X"',
    'os.environ.items()',
    'os.environ.copy()',
    'dict( os.environ)',
    'dict(os.environ)',
    'f(** os.environ)',
    'f(**os.environ)',
    'entries( process.env)',
    'keys(process.env)',
    '...process.env',
    'REDIS_URL',
  ])('may be by %s', (code) => {
    expect(lacks(`# ${code}`)).toBe(false);
  });

  it.each(['os.environ.itemsets', 'adict(x)', 'os.environ', 'my_redis_url'])('is not by %s', (code) => {
    expect(lacks(`# ${code}`)).toBe(true);
  });

  it('may be by what the service is told to run, and by its Dockerfile', () => {
    const of = (rest: Parameters<typeof built>[1]) =>
      found('variables-are-set', {
        dev: [built('api', { environment: { REDIS_URL: ['redis://r'] }, ...rest })],
        tree: {
          'api/Dockerfile': 'FROM python\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
          'api/main.py': 'H = os.getenv("REDIS_HOST", "localhost")\n',
          'more/x.sh': 'REDIS_URL',
        },
      }).length;
    expect(of({})).toBe(1);
    expect(of({ command: ['python', 'main.py', '$REDIS_URL'] })).toBe(0);
    expect(of({ entrypoint: ['python', 'main.py', '$REDIS_URL'] })).toBe(0);
    const test = ['CMD', 'x', '$REDIS_URL'];
    expect(of({ healthCheck: { test, interval: 1, timeout: 1, retries: 1, startPeriod: 1 } })).toBe(0);
    const mounts = [{ type: 'bind', source: 'more', target: '/more', readOnly: true } as const];
    expect(of({ mounts })).toBe(0);
    expect(
      lacks('', {
        'api/Dockerfile':
          'FROM python\nWORKDIR /app\nCOPY . .\nRUN echo $REDIS_URL\nCMD ["python", "main.py"]\n',
      }),
    ).toBe(false);
  });
});
