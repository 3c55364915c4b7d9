import { describe, expect, it } from 'vitest';
import { nearest } from '../../lib/rules/build/around.js';
import { check as checkAll } from '../../lib/rules/check.js';
import { CONVENTIONS } from '../conventions.js';
import { bind, built, fakeFacts, found, service, system, type Tree, volume } from './world.js';

const TREE: Tree = {
  'api/main.py': 'app = create = None\n',
  'api/app/__init__.py': '',
  'api/app/__main__.py': '',
  'api/server.js': '',
  'api/start.sh': '',
};
const check = (dockerfile: string, rest: Parameters<typeof service>[0] = {}, tree: Tree = {}) =>
  found('program-exists', {
    dev: [built('api', rest)],
    tree: { ...TREE, ...tree, 'api/Dockerfile': `FROM python:3.12\nWORKDIR /app\nCOPY . .\n${dockerfile}\n` },
  });
const words = (command: string) => ({ command: command.split(' ') });

describe('the name that is almost another', () => {
  it.each([
    ['ab', 'ac', false],
    ['ab', 'ba', true],
    ['abc', 'abd', false],
    ['abcd', 'abce', true],
    ['abcdefg', 'abcdexy', false],
    ['abcdefgh', 'abcdefxy', true],
    ['abcdefgh', 'abcdexyz', false],
    ['main', 'main', false],
  ])('of %s, that it is %s is %s', (name, other, isNear) => {
    expect(nearest(name, [name, other, 'server'])).toBe(isNear ? other : undefined);
  });
});

describe('program-exists', () => {
  it('finds a file that nothing puts into the image, with the one that is almost the same', () => {
    expect(check('CMD ["python", "mian.py"]')).toEqual([
      'error dev/api image: starts /app/mian.py, and nothing is there in the container (api/Dockerfile:4). Fix: write main.py',
    ]);
    expect(check('', words('python other.py'))).toEqual([
      'error dev/api command: starts /app/other.py, and nothing is there in the container. Fix: copy it in the Dockerfile, or start a file that is there',
    ]);
  });

  it.each([
    'CMD python mian.py',
    'CMD exec python -u mian.py',
    'CMD ["sh", "-c", "python mian.py"]',
    'ENTRYPOINT ["python"]\nCMD ["mian.py"]',
    'ENTRYPOINT ["./mian.sh"]',
    'ENTRYPOINT ["/mian.sh"]',
    'CMD ["sh", "mian.sh"]',
    'CMD ["node", "--enable-source-maps", "mian.js"]',
    'CMD ["node", "mian"]',
    'CMD node -r ./server.js mian.js',
    'CMD alembic upgrade head && python mian.py',
    'CMD cd /app && python mian.py',
    'CMD pip install -r requirements.txt; npm install; exec python mian.py',
    'CMD [ -f x ] || exit 1; python mian.py',
    'CMD ["streamlit", "run", "mian.py"]',
    'CMD ["fastapi", "run", "mian.py", "--port", "80"]',
    'CMD ["java", "-Xmx1g", "-jar", "mian.jar"]',
    'CMD ["php", "mian.php"]',
    'CMD ["deno", "run", "--allow-net", "mian.ts"]',
    'CMD ["tini", "--", "python", "mian.py"]',
    'CMD ["python", "src/mian.py"]',
    'CMD ["php", "./mian"]',
    'CMD ["bun", "run", "mian.ts"]',
    'CMD ["zsh", "mian"]',
    'ENTRYPOINT ["./start.sh"]\nCMD ["python", "mian.py"]',
  ])('finds it in %j', (dockerfile) => {
    expect(check(dockerfile, {}, { 'api/start.sh': '#!/bin/sh\nset -e\nexec "$@"\n' })).toEqual([
      expect.stringMatching(/^error .*starts .*mian/),
    ]);
  });

  it.each([
    'python main.py',
    'python -m main',
    'uvicorn main:app',
    './start.sh',
  ])('asks git nothing where all of it is there: %s', (command) => {
    const asked: string[] = [];
    const isIgnored = (path: string) => asked.push(path) === 0;
    const tree = {
      ...TREE,
      'api/Dockerfile': 'FROM python:3.12\nWORKDIR /app\nCOPY . .\n',
      'api/start.sh': '#!/bin/sh\n. ./lib.sh\nexec python main.py\n',
      'api/lib.sh': '',
    };
    const mounted = built('api', { mounts: [bind('api', '/app')], command: command.split(' ') });
    checkAll(system('dev', [mounted]), undefined, { ...fakeFacts(tree), isIgnored }, CONVENTIONS);
    expect(asked).toEqual([]);
  });

  it('finds it in an entrypoint of the service', () => {
    expect(check('', { entrypoint: ['python', 'mian.py'] })).toEqual([
      expect.stringMatching(/^error dev\/api entrypoint: starts \/app\/mian\.py/),
    ]);
  });

  it('finds a module that is no package, where one of almost the same name is there', () => {
    expect(check('CMD ["uvicorn", "mian:app"]')).toEqual([
      'warning dev/api image: starts the module mian, and nothing is at /app/mian.py in the container (api/Dockerfile:4). Fix: write main',
    ]);
    expect(check('CMD python -m ap.main')).toEqual([]);
    expect(check('CMD gunicorn -w 4 mian:create()')).toHaveLength(1);
    expect(check('CMD python -m mian')).toHaveLength(1);
    expect(check('CMD uvicorn --app-dir src mian:app')).toEqual([]);
    expect(check('CMD uvicorn --app-dir src mian:app', {}, { 'api/src/main.py': '' })).toHaveLength(1);
    expect(check('CMD uvicorn service:app')).toEqual([]);
  });

  it.each([
    'CMD ["python", "main.py"]',
    'CMD ["python", "-m", "app"]',
    'CMD ["python", "app"]',
    'CMD ["uvicorn", "main:app"]',
    'CMD ["node", "server"]',
    'CMD ["node", "-e", "x()"]',
    'CMD ["python", "-c", "mian.py"]',
    'CMD ["node", "--version"]',
    'CMD ["./start.sh"]',
    'CMD python $FILE',
    'CMD python ~/mian.py',
    'CMD python *.py',
    // what may be made before it is started
    'CMD npm run build && node dist/server.js',
    'CMD cp main.py mian.py && python mian.py',
    'CMD ./main.py; python mian.py',
    'RUN python build.py\nCMD python mian.py',
    'RUN tsc\nCMD node mian.js',
    'RUN echo > mian.py\nCMD python mian.py',
    // what is asked before
    'CMD if [ -f mian.py ]; then python mian.py; fi',
    'CMD [ -f mian.py ] && python mian.py',
    'CMD python main.py || python mian.py',
    // what the base image and its packages bring
    'CMD ["/usr/local/bin/mian.sh"]',
    'CMD ["/opt/mian/mian.sh"]',
    'CMD ["node_modules/.bin/next"]',
    'CMD ["redis-server"]',
    'CMD ["php", "-S", "0.0.0.0:80"]',
    'CMD ["php", "mian"]',
    'CMD ["ruby", "mian"]',
    'CMD ["deno", "run", "--allow-net"]',
    'CMD ["streamlit", "run", "--x.py"]',
    'CMD ["java", "-cp", "mian.jar", "Main"]',
  ])('is silent about %j', (dockerfile) => {
    expect(
      check(
        dockerfile,
        {},
        {
          'api/start.sh': '#!/bin/sh\nexec python main.py\n',
          'api/package.json': '{"scripts": {"build": "tsc"}}',
        },
      ),
    ).toEqual([]);
  });

  it('says which line takes a file away, if it is certain', () => {
    const run = (line: string) => check(`RUN ${line}\nCMD ["python", "main.py"]`);
    const GONE =
      'error dev/api image: starts /app/main.py, which line 4 of the Dockerfile takes away (api/Dockerfile:4). Fix: leave it there, or start something else';
    for (const line of [
      'rm main.py',
      'apt-get update && rm -f /app/main.py',
      'mv main.py old.py',
      'rm -rf /app',
    ])
      expect(run(line)).toEqual([GONE]);
    for (const line of [
      'rm *.pyc',
      'rm other.py',
      'if x; then rm main.py; fi',
      'x || rm main.py',
      'rm main.py; touch main.py',
    ])
      expect(run(line)).toEqual([]);
    expect(check('RUN rm main.py\nCOPY main.py .\nCMD ["python", "main.py"]')).toEqual([]);
  });

  it('knows what only rm touched', () => {
    expect(check('RUN rm -rf /app/tests/* /app/*.md\nCMD ["python", "mian.py"]')).toHaveLength(1);
  });

  it('says what keeps it out of the image', () => {
    expect(check('CMD ["python", "main.py"]', {}, { 'api/.dockerignore': 'main.py' })).toEqual([
      expect.stringContaining(
        'nothing is there in the container: .dockerignore keeps it out of the context (',
      ),
    ]);
  });

  it('follows a file into a later stage, and out of it', () => {
    const stages = (run: string) =>
      found('program-exists', {
        dev: [built('api')],
        tree: {
          ...TREE,
          'api/Dockerfile': `FROM python:3 AS build\nWORKDIR /src\nCOPY . .\n${run}\nFROM scratch\nCOPY --from=build /src /app\nCMD ["/app/start.sh"]\n`,
        },
      });
    expect(stages('RUN true')).toEqual([]);
    expect(stages('RUN rm start.sh')).toHaveLength(1);
    expect(stages('RUN make')).toEqual([]);
  });

  describe('of a base image that somebody else filled', () => {
    const from = (base: string, rest: string) =>
      found('program-exists', {
        dev: [built('api')],
        tree: { ...TREE, 'api/Dockerfile': `FROM ${base}\nWORKDIR /app\n${rest}\n` },
      });
    const CMD = 'CMD ["python", "mian.py"]';

    it('warns, where the Dockerfile itself fills the directory', () => {
      expect(from('acme/base:1', `COPY . .\n${CMD}`)).toEqual([
        'warning dev/api image: starts /app/mian.py, and nothing is there in the container, unless acme/base:1 has it (api/Dockerfile:4). Fix: write main.py',
      ]);
    });

    it('is silent, where it may have filled it', () => {
      expect(from('acme/base:1', CMD)).toEqual([]);
      expect(from('node:8-onbuild', CMD)).toEqual([]);
      expect(from('python:3', CMD)).toHaveLength(1);
      expect(from('acme/base:1', `COPY --from=acme/x /app /app\nCOPY . .\n${CMD}`)).toEqual([]);
    });

    it('is silent, where more may be than the instructions say', () => {
      // the build fails there, which copy-matches says
      expect(from('python:3', `COPY . .\nCOPY gone .\n${CMD}`)).toEqual([]);
      expect(
        from('python:3', `COPY . .\nCOPY --from=acme/x /lib /app/lib\nCMD ["python", "lib/mian.py"]`),
      ).toEqual([]);
      expect(
        from(
          'python:3',
          `COPY . .\nCOPY --from=acme/x /lib /app/lib/mian.py/x\nCMD ["python", "lib/mian.py"]`,
        ),
      ).toEqual([]);
      expect(from('python:3', `COPY . .\nCMD ["python", "/srv/of-the-base/mian.py"]`)).toEqual([]);
      expect(from('python:3', `COPY . .\nCMD ["python", "/mian.py"]`)).toHaveLength(1);
      expect(from('acme/base:1', `COPY . .\nCMD ["python", "/elsewhere/mian.py"]`)).toEqual([]);
      expect(from('acme/base:1', `WORKDIR /empty\n${CMD}`)).toEqual([]);
    });

    it('knows all of an empty one', () => {
      expect(from('scratch', 'CMD ["/usr/bin/server"]')).toHaveLength(1);
      expect(from('scratch', 'COPY start.sh /usr/bin/\nCMD ["/usr/bin/start.sh"]')).toEqual([]);
    });
  });

  describe('of a mount', () => {
    const mounted = (command: string, mounts: Parameters<typeof built>[1], tree: Tree = {}) =>
      found('program-exists', {
        dev: [
          service({
            image: { kind: 'external', reference: 'python:3' },
            workdir: '/srv',
            ...words(command),
            ...mounts,
          }),
        ],
        tree: { ...TREE, ...tree },
      });
    const mounts = [bind('api', '/srv')];

    it('knows what it shows, over any image', () => {
      expect(mounted('python main.py', { mounts })).toEqual([]);
      expect(mounted('python mian.py', { mounts })).toEqual([
        'error dev/api command: starts /srv/mian.py, and nothing is there in the container. Fix: write main.py',
      ]);
      expect(mounted('python /elsewhere/mian.py', { mounts })).toEqual([]);
    });

    it('is silent about what is made there, or hidden again', () => {
      expect(mounted('node dist/server.js', { mounts })).toEqual([]);
      expect(mounted('node node_modules/.bin/next', { mounts })).toEqual([]);
      expect(mounted('python data/mian.py', { mounts: [...mounts, volume('data', '/srv/data')] })).toEqual(
        [],
      );
      expect(mounted('python mian.py', { mounts, secretFiles: { '/srv/mian.py': 'x' } })).toEqual([]);
      expect(mounted('python tmp/mian.py', { mounts, tmpfs: { '/srv/tmp': 1 } })).toEqual([]);
    });

    it('is said once where dev mounts it from a place that is not there, of this service', () => {
      const rest = words('python mian.py');
      const lost = [bind('lost/mian.py', '/app/mian.py')];
      const both = (mounts: typeof lost, others: typeof lost) =>
        found('program-exists', {
          dev: [built('web', { mounts: others }), built('api', { mounts })],
          prod: [built('api', rest)],
          tree: { ...TREE, 'api/Dockerfile': 'FROM python:3.12\nWORKDIR /app\nCOPY . .\n' },
        });
      expect(both(lost, [])).toEqual([]);
      expect(both([], lost)).toEqual([
        expect.stringMatching(/^error prod\/api command: starts \/app\/mian\.py/),
      ]);
    });

    it('brings what the image has not', () => {
      const rest = { ...words('python mian.py'), mounts: [bind('other', '/app/mian.py')] };
      expect(check('', rest, { other: '' })).toEqual([]);
    });
  });
});

describe('program-exists, of modules', () => {
  const APP = {
    'api/app/main.py':
      'import x as y\nfrom z import (a,\n  b)\napi = None\nif x:\n    late: int = 1\nfor each in a: pass\ndef make():\n    global made\n    inner = 1\nclass Kind:\n    field = 1\n',
    'api/wsgi.py': 'from app.main import *\n',
  };
  const checked = (command: string, more: Tree = {}, rest: Parameters<typeof service>[0] = {}) =>
    check(`CMD ${command}`, rest, { ...APP, ...more }).map((line) => line.replace(' (api/Dockerfile:4)', ''));

  it.each([
    'uvicorn app.mian:api',
    'gunicorn -k uvicorn.workers.UvicornWorker --bind=:80 app.mian:api',
    'python -m uvicorn app.mian:api',
    'python3 -u -m app.mian',
    'hypercorn app.mian:api',
    'celery -A app.mian worker',
    'celery --app=app.mian worker',
    'python -m celery -A app.mian worker',
    'flask --app app.mian run',
    'poetry run daphne app.mian:api',
  ])('finds one that the own package does not have: %s', (command) => {
    expect(checked(command)).toEqual([
      'error dev/api image: starts the module app.mian, and nothing is at /app/app/mian.py in the container. Fix: write app.main',
    ]);
  });

  it('finds one unlike all others, where the package is surely the own one', () => {
    expect(checked('python -m app.other.deep')).toEqual([
      'error dev/api image: starts the module app.other.deep, and nothing is at /app/app/other.py in the container. Fix: copy it in the Dockerfile, or start a module that is there',
    ]);
    expect(checked('python -m main.x')).toEqual([]);
    expect(checked('python -m http.server', { 'api/http/x.py': '' })).toEqual([]);
    expect(checked('python -m jobs.mian', { 'api/jobs/main.py': '' })).toHaveLength(1);
    expect(checked('python -m app.c', { 'api/app/c.cpython-312.so': '' })).toEqual([]);
  });

  it('finds FLASK_APP, and a package without a main module', () => {
    const flask = (value: string) => checked('flask run', {}, { environment: { FLASK_APP: [value] } });
    expect(flask('app.mian')).toHaveLength(1);
    expect(flask('app.mian:api')).toHaveLength(1);
    for (const value of ['app.main', 'app/mian.py', 'app.main:make', 'app.main:make("x")'])
      expect(flask(value), value).toEqual([]);
    expect(checked('python -m jobs', { 'api/jobs/__init__.py': '' })).toEqual([
      'error dev/api image: starts the package jobs, and nothing is at /app/jobs/__main__.py in the container. Fix: add it, or start a module of the package',
    ]);
    expect(checked('python -m jobs', { 'api/jobs/x.py': '' })).toEqual([]);
    expect(checked('celery -A jobs worker', { 'api/jobs/__init__.py': '' })).toEqual([]);
  });

  it('finds what a module does not have', () => {
    expect(checked('uvicorn app.main:aip')).toEqual([
      'error dev/api image: starts app.main:aip, and "api/app/main.py" has no aip of its own. Fix: write app.main:api',
    ]);
    for (const name of ['inner', 'field', 'nothing'])
      expect(checked(`gunicorn app.main:${name}`), name).toEqual([
        expect.stringMatching(/^warning .*has no \w+ of its own\. Fix: name what the module has, or give it/),
      ]);
    expect(checked('uvicorn stub:nothing', { 'api/stub.py': 'from x import y\nz = 1\n' })).toEqual([]);
    for (const name of ['api', 'y', 'a', 'b', 'late', 'each', 'make', 'make()', 'made', 'Kind', 'Kind.field'])
      expect(checked(`uvicorn "app.main:${name}"`), name).toEqual([]);
  });

  it.each([
    ['a star', 'uvicorn wsgi:anything', {}],
    ['names that are made', 'uvicorn m:app', { 'api/m.py': 'globals()["app"] = 1\n' }],
    ['a module of the package', 'uvicorn app:main', {}],
    ['what a path leads to', 'uvicorn mian:app', { 'api/lib/mian.py': '' }, { PYTHONPATH: ['/app/lib'] }],
    ['what a path may lead to', 'python -m mian', {}, { PYTHONPATH: ['/opt'] }],
    ['what RUN may have made', 'uvicorn app.mian:api\nRUN python setup.py', {}],
    ['what RUN may have changed', 'uvicorn app.main:other\nRUN sed -i s/api/other/ app/main.py', {}],
  ] as const)('is silent about %s', (_, command, more, environment?: Readonly<
    Record<string, readonly string[]>
  >) => {
    expect(checked(command, more, environment ? { environment } : {})).toEqual([]);
  });
});

describe('program-exists, of scripts', () => {
  const json = (...scripts: string[]) =>
    `{"scripts": {${scripts.map((name) => `"${name}": "node server.js"`).join(', ')}}, "dependencies": {"vite": "1"}}`;
  const checked = (command: string, text = json('start:prod', 'dev'), more: Tree = {}) =>
    check(`CMD ${command}`, {}, { 'api/package.json': text, ...more });

  it('finds one that package.json does not have', () => {
    expect(checked('npm run start:prdo')).toEqual([
      'error dev/api image: runs the script start:prdo, which "api/package.json" does not have (api/Dockerfile:4). Fix: write start:prod',
    ]);
    for (const command of [
      'npm run other',
      'npm run-script other',
      'npm test',
      'pnpm run other',
      'sh -c "npm run other"',
      'npm --silent run other -- --x',
    ])
      expect(checked(command), command).toEqual([
        expect.stringMatching(/^error .*Fix: add it, or run one that is there/),
      ]);
    expect(checked('npm run a', '{"scripts": {"a": "npm run b"}}')).toHaveLength(1);
    expect(checked('npm run a', '{}')).toEqual([expect.stringMatching(/^warning /)]);
    const web = { 'api/web/package.json': json('build') };
    expect(checked('npm --prefix web run dev', json('dev'), web)).toHaveLength(1);
    expect(checked('npm start', json('dev'))).toEqual([]);
  });

  it('warns where a program of a package may be meant', () => {
    for (const command of ['yarn dve', 'yarn run dve', 'pnpm dve', 'bun run dve'])
      expect(checked(command), command).toEqual([expect.stringMatching(/^warning .*Fix: write dev/)]);
    expect(checked('yarn vit', json('vit', 'x'))).toEqual([]);
    expect(checked('yarn vite', json('vitd'))).toEqual([]);
    expect(checked('yarn jest')).toEqual([]);
  });

  it('finds a script of no package.json', () => {
    expect(check('CMD npm run dev')).toEqual([
      'warning dev/api image: runs a script of /app/package.json, and nothing is there in the container (api/Dockerfile:4). Fix: copy it in the Dockerfile, or start something else',
    ]);
    expect(check('CMD yarn dev')).toEqual([]);
    expect(check('RUN npm init -y\nCMD npm run dev')).toEqual([]);
  });

  it.each([
    'npm run dev',
    'npm run other --if-present',
    'npm run $SCRIPT',
    'npm --workspace web run other',
    'npm outdated',
    'npm ci && npm run dev',
    'npm exec other',
  ])('is silent about %s', (command) => {
    expect(checked(command)).toEqual([]);
  });

  it('is silent about what is no package.json, or was changed', () => {
    expect(checked('npm run other', 'x')).toEqual([]);
    expect(checked('npm run other\nRUN sed -i s/dev/other/ package.json')).toEqual([]);
    expect(checked('npm run other\nRUN npm install')).toHaveLength(1);
  });
});
