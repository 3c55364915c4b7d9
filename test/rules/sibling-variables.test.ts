import { describe, expect, it } from 'vitest';
import { isSibling } from '../../lib/rules/wiring/sibling-variables.js';
import { built, found, service, type Tree } from './world.js';

const DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n';

function check(code: string, environment: Record<string, string>, more: Tree = {}) {
  const set = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, [value]]));
  const tree = { 'api/Dockerfile': DOCKERFILE, 'api/main.py': code, ...more };
  return found('variables-are-set', {
    dev: [built('api', { environment: set }), service({ name: 'redis' })],
    tree,
  });
}

describe('a variable that falls back to a default', () => {
  it.each([
    ['HOST = os.getenv("REDIS_HOST", "localhost")\n', { REDIS_URL: 'redis://redis:6379/0' }],
    ['PASS = os.environ.get("DB_PASS", "postgres")\n', { DB_PASSWORD: 'other' }],
    ['URL = os.getenv("ASSET_URL", "http://localhost:3002")\n', { ASSET_SERVICE_URL: 'http://asset:3002' }],
  ])('while its sibling is set and nobody reads that, is found: %s', (code, environment) => {
    const [sibling] = Object.keys(environment);
    expect(check(code, environment)).toEqual([
      expect.stringMatching(
        new RegExp(
          `is not set, and the code falls back to a text of its own, while ${sibling} is set and nothing reads it`,
        ),
      ),
    ]);
  });

  it.each<[string, string, Record<string, string>, Tree]>([
    ['is set', 'H = os.getenv("REDIS_HOST", "localhost")\n', { REDIS_HOST: 'redis', REDIS_URL: 'x' }, {}],
    ['says the same', 'H = os.getenv("REDIS_HOST", "redis")\n', { REDIS_URL: 'redis://redis:6379' }, {}],
    [
      'is read with it',
      'H = os.getenv("REDIS_HOST", "localhost")\nU = os.getenv("REDIS_URL")\n',
      { REDIS_URL: 'redis://r' },
      {},
    ],
    [
      'is read elsewhere with it',
      'H = os.getenv("REDIS_HOST", "localhost")\n',
      { REDIS_URL: 'redis://r' },
      { 'api/start.sh': 'echo $REDIS_URL\n' },
    ],
    [
      'is of another thing',
      'H = os.getenv("REDIS_HOST", "localhost")\n',
      { REDIS_PASSWORD: 'x', CACHE_URL: 'y' },
      {},
    ],
    [
      'may be made of parts',
      'H = os.getenv("REDIS_HOST", "localhost")\nprint(dict(os.environ))\n',
      { REDIS_URL: 'redis://r' },
      {},
    ],
  ])('is right where it %s', (_, code, environment, more) => {
    expect(check(code, environment, more)).toEqual([]);
  });

  it.each([
    ['REDIS_HOST', 'REDIS_URL', true],
    ['DB_PASS', 'DATABASE_PASSWORD', true],
    ['NET_URL', 'NET_SERVICE_URL', true],
    ['REDIS_URL', 'REDIS_PASSWORD', false],
    ['URL', 'HOST', false],
    ['API_KEY', 'SECRET_KEY', false],
  ])('%s and %s are forms of one thing: %s', (one, other, is) => {
    expect(isSibling(one, other)).toBe(is);
  });
});

describe('what code falls back to', () => {
  it.each([
    ['a positional argument', 'U = os.getenv(\n    "U",\n    "http://gone:1",\n)\n'],
    ['a named one', 'U = os.getenv("U", default="http://gone:1")\n'],
    ['what stands behind "or"', 'U = os.getenv("U") or "http://gone:1"\n'],
    ['a field of settings', 'class S(BaseSettings):\n    u: str = "http://gone:1"\n'],
    ['a described field', 'class S(BaseSettings):\n    u: str = Field(default="http://gone:1")\n'],
    ['a reader of a package', 'from decouple import config\nU = config("U", default="http://gone:1")\n'],
    ['a text within a function', 'def f():\n    return os.environ.get("U", "http://gone:1")\n'],
  ])('is read as %s', (_, code) => {
    expect(check(code, {})).toEqual([
      expect.stringMatching(
        /environment\[U\]: is not set, and the code falls back to "gone", which is not a service/,
      ),
    ]);
    expect(check(code.replace('gone', 'redis'), {})).toEqual([]);
    expect(check(code, { U: 'http://redis:1' })).toEqual([]);
  });

  it.each([
    'process.env.U || "http://gone:1"',
    'process.env["U"] ?? "http://gone:1"',
  ])('is read of Node: %s', (code) => {
    const dockerfile = 'FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n';
    const of = (text: string) =>
      found('variables-are-set', {
        dev: [built('web')],
        tree: { 'web/Dockerfile': dockerfile, 'web/a.js': text },
      });
    expect(of(`const u = ${code};\n`)).toHaveLength(1);
    expect(of('const { U = "http://gone:1" } = process.env;\n')).toHaveLength(1);
    expect(of(`// const u = ${code};\n`)).toEqual([]);
  });
});
