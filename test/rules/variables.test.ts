import { describe, expect, it } from 'vitest';
import { built, found, service, type Tree } from './world.js';

const DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nENV BAKED=1\nCOPY . .\nCMD ["python", "main.py"]\n';
const text = (value: string) => [value];

function check(code: string, environment: Record<string, string> = {}, more: Tree = {}) {
  const set = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, text(value)]));
  const tree = { 'api/Dockerfile': DOCKERFILE, 'api/main.py': code, ...more };
  return found('variables-are-set', {
    dev: [built('api', { environment: set }), service({ name: 'db' })],
    tree,
  });
}
const names = (lines: readonly string[]) => lines.map((line) => /environment\[(\w+)\]/.exec(line)?.[1]);

describe('variables-are-set', () => {
  it('finds what the code requires when it starts and nobody sets, with its line', () => {
    expect(check('import os\n\nKEY = os.environ["ENCRYPTION_KEY"]\n')).toEqual([
      expect.stringMatching(
        /^warning dev\/api environment\[ENCRYPTION_KEY\]: is required by the code, and nobody sets it \(api\/main\.py:3\)\. Fix: set it in its /,
      ),
    ]);
  });

  it.each([
    ['a class', 'class Settings:\n    KEY = os.environ["KEY"]\n'],
    ['a text that is missed', 'KEY = os.getenv("KEY")\nif not KEY:\n    raise ValueError("KEY")\n'],
    [
      'a constructor',
      'class A:\n    def __init__(self):\n        self.key = os.environ.get("KEY")\n        if not self.key:\n            raise ValueError\n',
    ],
    ['pydantic', 'class Settings(BaseSettings):\n    debug: bool = False\n    key: str\n'],
  ])('reads %s', (_, code) => {
    expect(names(check(code))).toEqual(['KEY']);
    expect(check(code, { KEY: 'x' })).toEqual([]);
  });

  it.each([
    ['a function, which may never run', 'def send():\n    return os.environ["KEY"]\n'],
    ['a branch', 'if debug:\n    KEY = os.environ["KEY"]\n'],
    ['a try', 'try:\n    KEY = os.environ["KEY"]\nexcept KeyError:\n    pass\n'],
    ['what the image sets', 'KEY = os.environ["BAKED"]\n'],
    ['what it sets itself', 'os.environ["KEY"] = "x"\nKEY = os.environ["KEY"]\n'],
    ['a comment', '# os.environ["KEY"]\n'],
    ['a text', '"""\nKEY = os.environ["KEY"]\n"""\n'],
    ['an optional one', 'KEY = os.getenv("KEY")\nprint(KEY)\n'],
    [
      'settings with a prefix',
      'class S(BaseSettings):\n    key: str\n    model_config = {"env_prefix": "X_"}\n',
    ],
    ['settings with a default', 'class S(BaseSettings):\n    key: str = "x"\n    other: Optional[str]\n'],
  ])('is silent about %s', (_, code) => {
    expect(check(code)).toEqual([]);
  });

  it('follows imports, and no further', () => {
    const more = {
      'api/config.py': 'KEY = os.environ["KEY"]\n',
      'api/script.py': 'X = os.environ["OTHER"]\n',
    };
    expect(names(check('from config import KEY\n', {}, more))).toEqual(['KEY']);
  });

  it('is one finding for each variable, whoever lacks it', () => {
    const tree = {
      ...{ 'a/Dockerfile': DOCKERFILE, 'a/main.py': 'K = os.environ["KEY"]\n' },
      ...{ 'b/Dockerfile': DOCKERFILE, 'b/main.py': 'K = os.environ["KEY"]\n' },
    };
    const both = [built('a'), built('b')];
    expect(found('variables-are-set', { dev: both, prod: both, tree })).toEqual([
      expect.stringMatching(/^warning dev\/a environment\[KEY\]: is required .*; so it is in b /),
    ]);
  });

  it('finds an address that is no service’s where nobody sets another one', () => {
    const code =
      'A = os.getenv("NET_URL", "http://net-analyzer:3006")\nB = os.environ.get("DB", "x://db:1/x")\n';
    expect(check(code)).toEqual([
      'warning dev/api environment[NET_URL]: is not set, and the code falls back to "net-analyzer", which is not a service of the system (api/main.py:1). Fix: set NET_URL, or correct the fallback',
    ]);
    expect(check(code, { NET_URL: 'http://db:1' })).toEqual([]);
    expect(
      check('A = os.getenv("A", "http://localhost:1")\nB = os.getenv("B", "https://a.example.com")\n'),
    ).toEqual([]);
  });

  it('reads Node’s code where it throws', () => {
    const dockerfile = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
    const of = (code: string) =>
      names(
        found('variables-are-set', {
          dev: [built('web')],
          tree: { 'web/Dockerfile': dockerfile, 'web/server.js': 'import "./a.js";\n', 'web/a.js': code },
        }),
      );
    expect(of('if (!process.env.KEY) throw new Error("KEY");\n')).toEqual(['KEY']);
    expect(of('const key = process.env.KEY;\nif (!key) {\n  throw new Error("KEY");\n}\n')).toEqual(['KEY']);
    expect(of('const key = process.env.KEY;\n')).toEqual([]);
  });
});

describe('prod-is-built', () => {
  const tree = (cmd: string, scripts: object) => ({
    'web/Dockerfile': `FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ${cmd}\n`,
    'web/package.json': JSON.stringify({ scripts }),
  });
  const scripts = { start: 'react-scripts start', build: 'react-scripts build' };
  const one = (cmd: string, known: object = scripts, mode: 'dev' | 'prod' = 'prod') =>
    found('prod-is-built', { [mode]: [built('web')], tree: tree(cmd, known) });

  it('finds a development server in prod where there is a build script', () => {
    expect(one('["npm", "start"]')).toEqual([
      'warning prod/web image: starts a development server in prod (react-scripts start), though package.json has a build script (react-scripts build) (web/Dockerfile:1). Fix: give its Dockerfile a stage named prod that runs npm run build and serves what it makes, and one named dev for dev mode',
    ]);
  });

  it('is silent in dev, about another server, and where nothing is built', () => {
    expect(one('["npm", "start"]', scripts, 'dev')).toEqual([]);
    expect(one('["node", "server.js"]')).toEqual([]);
    expect(one('["npm", "start"]', { start: 'vite' })).toEqual([]);
    expect(one('["npm", "start"]', { start: 'node server.js', build: 'tsc' })).toEqual([]);
  });
});
