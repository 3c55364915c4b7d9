import { describe, expect, it } from 'vitest';
import { servedPage } from '../../lib/dockerfile/served-page.js';
import { check as checkAll } from '../../lib/rules/check.js';
import { CONVENTIONS } from '../conventions.js';
import { built, fakeFacts, found, service, system, type Tree } from './world.js';

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
    const deep = {
      'api/a/__init__.py': 'X = os.environ["ONE"]\n',
      'api/a/b/__init__.py': 'X = os.environ["TWO"]\n',
      'api/a/b/c.py': 'X = os.environ["THREE"]\n',
      'api/a/other.py': 'X = os.environ["FOUR"]\n',
    };
    expect(names(check('import a.b.c\n', {}, deep)).sort()).toEqual(['ONE', 'THREE', 'TWO']);
  });

  it('says how to set it in a construct, where there is one', () => {
    const fix = (name: string, code = '') =>
      found('variables-are-set', {
        dev: [built('api', {}, { live: [] })],
        tree: { 'api/Dockerfile': DOCKERFILE, 'api/main.py': `X = os.environ["${name}"]\n${code}\n` },
      }).map((line) => line.replace(/^.*Fix: /, ''));
    const secret = (name: string, form: string) => [
      `set it in its construct: environment: { ${name}: { secret: '${name}', form: '${form}' } }`,
    ];
    expect(fix('PORT')).toEqual(["set it in its construct: environment: { PORT: '…' }"]);
    expect(fix('PORT', 'Fernet(x)')).toEqual(["set it in its construct: environment: { PORT: '…' }"]);
    expect(fix('API_KEY')).toEqual(secret('API_KEY', 'from the team'));
    expect(fix('API_KEY', 'Fernet(x)')).toEqual(secret('API_KEY', 'fernet'));
    expect(fix('API_KEY', 'myFernet(x)')).toEqual(secret('API_KEY', 'from the team'));
    for (const name of ['SECRET', 'TOKEN', 'PASSWORD'])
      expect(fix(name, 'Fernet(x)')).toEqual(secret(name, 'from the team'));
  });

  it('is one finding of all that a service of somebody else lacks', () => {
    const tree = {
      'api/Dockerfile': DOCKERFILE,
      'api/main.py': 'A = os.environ["A"]\nB = os.environ["B"]\n',
    };
    expect(found('variables-are-set', { dev: [built('api')], tree, foreign: true })).toEqual([
      'warning dev/api environment[A]: A, B are required by the code, and nobody sets them (api/main.py:1). Fix: set them in its environment',
    ]);
    expect(found('variables-are-set', { dev: [built('api')], tree })).toEqual([
      'warning dev/api environment[A]: is required by the code, and nobody sets it (api/main.py:1). Fix: set it in its environment',
      'warning dev/api environment[B]: is required by the code, and nobody sets it (api/main.py:2). Fix: set it in its environment',
    ]);
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
      'warning prod/web image: starts a development server in prod (react-scripts start), though package.json has a build script (react-scripts build) (web/Dockerfile:1). Fix: declare page: true in the construct, or give its Dockerfile a stage named prod that runs npm run build and serves what it makes, and one named dev for dev mode',
    ]);
  });

  it('has another cure for a setup that is not ours, which has no construct', () => {
    const prod = { ...system('prod', [built('web')]), foreign: true as const };
    const facts = fakeFacts(tree('["npm", "start"]', scripts));
    const [finding] = checkAll(undefined, prod, facts, CONVENTIONS).filter(
      ({ rule }) => rule === 'prod-is-built',
    );
    expect(finding?.fix).toMatch(/^give its Dockerfile a stage named prod /);
  });

  it('notes that prod serves a page which its Dockerfile does not build', () => {
    const inline = servedPage(
      tree('["npm", "start"]', scripts)['web/Dockerfile'],
      JSON.stringify({ scripts }),
      {
        port: 3000,
        variables: [],
      },
    );
    const prod = [built('web', {}, { inline: inline ?? '' })];
    expect(found('prod-is-built', { prod, tree: tree('["npm", "start"]', scripts) })).toEqual([
      'note prod/web image: its Dockerfile only starts a development server, so prod serves what npm run build makes, by stages that are added. Fix: nothing, or give its Dockerfile a stage named prod that does it, and one named dev for dev mode',
    ]);
  });

  it('is silent in dev, about another server, and where nothing is built', () => {
    expect(one('["npm", "start"]', scripts, 'dev')).toEqual([]);
    expect(one('["node", "server.js"]')).toEqual([]);
    expect(one('["npm", "start"]', { start: 'vite' })).toEqual([]);
    expect(one('["npm", "start"]', { start: 'node server.js', build: 'tsc' })).toEqual([]);
  });
});
