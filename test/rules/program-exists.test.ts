import { describe, expect, it } from 'vitest';
import { bind, built, found, service, type Tree, volume } from './world.js';

const TREE: Tree = { 'api/main.py': '', 'api/app/__init__.py': '', 'api/server.js': '', 'api/start.sh': '' };
const check = (dockerfile: string, rest: Parameters<typeof service>[0] = {}, tree: Tree = {}) =>
  found('program-exists', {
    dev: [built('api', rest)],
    tree: { ...TREE, ...tree, 'api/Dockerfile': `FROM python:3.12\nWORKDIR /app\nCOPY . .\n${dockerfile}\n` },
  });
const words = (command: string) => ({ command: command.split(' ') });

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
    'ENTRYPOINT ["./start.sh"]\nCMD ["python", "mian.py"]',
  ])('finds it in %j', (dockerfile) => {
    expect(check(dockerfile, {}, { 'api/start.sh': '#!/bin/sh\nset -e\nexec "$@"\n' })).toEqual([
      expect.stringMatching(/^error .*starts .*mian/),
    ]);
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
  ])('is silent about %j', (dockerfile) => {
    expect(check(dockerfile, {}, { 'api/start.sh': '#!/bin/sh\nexec python main.py\n' })).toEqual([]);
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

    it('brings what the image has not', () => {
      const rest = { ...words('python mian.py'), mounts: [bind('other', '/app/mian.py')] };
      expect(check('', rest, { other: '' })).toEqual([]);
    });
  });
});
