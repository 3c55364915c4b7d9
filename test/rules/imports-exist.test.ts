import { describe, expect, it } from 'vitest';
import { bind, built, found, type Tree, volume } from './world.js';

const DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /srv\nCOPY . api/\nCMD ["python", "-m", "api.main"]\n';

function python(code: string, more: Tree = {}, dockerfile = DOCKERFILE, overrides = {}) {
  const tree = { 'api/Dockerfile': dockerfile, 'api/__init__.py': '', 'api/main.py': code, ...more };
  return found('imports-exist', { dev: [built('api', overrides)], tree });
}

function node(code: string, more: Tree = {}) {
  const dockerfile = 'FROM node:24\nWORKDIR /srv\nCOPY . .\nCMD ["node", "server.js"]\n';
  return found('imports-exist', {
    dev: [built('api')],
    tree: { 'api/Dockerfile': dockerfile, 'api/server.js': code, ...more },
  });
}

describe('imports-exist', () => {
  it('finds a relative import of Python that leads to no module, with its line', () => {
    expect(python('import os\nfrom . import rates\n')).toEqual([
      'warning dev/api image: "api/main.py" imports ".rates", but nothing is at /srv/api/rates in the container (api/main.py:2). Fix: add the module, or correct the import',
    ]);
    expect(python('from .deep.rates import x\n', { 'api/deep/__init__.py': '' })).toHaveLength(1);
    expect(python('from ..common import x\n')).toEqual([
      expect.stringContaining('nothing is at /srv/common'),
    ]);
  });

  it.each<[string, string, Tree]>([
    ['a module', 'from . import rates\n', { 'api/rates.py': '' }],
    ['a package', 'from .rates import x\n', { 'api/rates/__init__.py': '' }],
    ['a package without an __init__.py', 'from .rates import a\n', { 'api/rates/a.py': '' }],
    ['a compiled module', 'from .rates import a\n', { 'api/rates.cpython-312-x86_64-linux-gnu.so': '' }],
    ['a name of the package', 'from . import rates\n', { 'api/__init__.py': 'rates = 1\n' }],
    [
      'a package that makes its names',
      'from . import rates\n',
      { 'api/__init__.py': 'def __getattr__(n): ...\n' },
    ],
    ['what is tried', 'try:\n    from . import rates\nexcept ImportError:\n    rates = None\n', {}],
    ['what is for types', 'if TYPE_CHECKING:\n    from . import rates\n', {}],
    ['what a function may never reach', 'def f():\n    from . import rates\n', {}],
    ['what is installed', 'import requests\nfrom fastapi import x\n', {}],
    ['a comment', '# from . import rates\n', {}],
  ])('is silent about %s', (_, code, more) => {
    expect(python(code, more)).toEqual([]);
  });

  it('reads again what was edited since the last check', () => {
    const dev = [built('api')];
    const of = (rates: Tree) =>
      found('imports-exist', {
        dev,
        tree: {
          'api/Dockerfile': DOCKERFILE,
          'api/__init__.py': '',
          'api/main.py': 'from . import rates\n',
          ...rates,
        },
      });
    const edited = { 'api/rates.py': 'from . import taxes\n' };
    expect([of({}), of({ 'api/rates.py': '' }), of(edited)]).toEqual([
      [expect.stringContaining('imports ".rates"')],
      [],
      [expect.stringContaining('"api/rates.py" imports ".taxes"')],
    ]);
  });

  it('knows what a RUN may have made, and what lies in a volume', () => {
    const code = 'from . import made\n';
    expect(python(code, {}, `${DOCKERFILE}RUN protoc --python_out=/srv/api x.proto\n`)).toEqual([]);
    expect(python(code, {}, DOCKERFILE, { mounts: [volume('made', '/srv/api/made')] })).toEqual([]);
  });

  it('names the file that the image lacks', () => {
    const dockerfile = 'FROM python\nWORKDIR /srv/api\nCOPY main.py .\nCMD ["python", "main.py"]\n';
    expect(python('from . import rates\n', { 'api/rates.py': '' }, dockerfile)).toEqual([
      expect.stringMatching(
        /nothing is at \/srv\/api\/rates in the container, where "api\/rates.py" belongs .*Fix: copy it in the Dockerfile, or mount it$/,
      ),
    ]);
    const mounts = [bind('api/rates.py', '/srv/api/rates.py')];
    expect(python('from . import rates\n', { 'api/rates.py': '' }, dockerfile, { mounts })).toEqual([]);
  });

  it('sees what a mount hides and shows', () => {
    const mounts = [bind('live', '/srv/api')];
    const live = { 'live/main.py': 'from . import rates\n', 'live/__init__.py': '' };
    expect(python('', { ...live, 'api/rates.py': '' }, DOCKERFILE, { mounts })).toEqual([
      expect.stringContaining('mounts[/srv/api]: "live/main.py" imports ".rates"'),
    ]);
    expect(python('', { ...live, 'live/rates.py': '' }, DOCKERFILE, { mounts })).toEqual([]);
  });

  it.each([
    "import './rates.js';\n",
    "const { a } = require('./rates');\n",
    "import a from './lib/rates';\n",
  ])('finds the same of Node: %s', (code) => {
    expect(node(code)).toHaveLength(1);
  });

  it.each<[string, string, Tree]>([
    ['a file', "import './rates.js';\n", { 'api/rates.js': '' }],
    ['a name without its end', "require('./rates')\n", { 'api/rates.json': '' }],
    ['what becomes JavaScript', "import './rates.js';\n", { 'api/rates.ts': '' }],
    ['a directory', "import './rates';\n", { 'api/rates/index.js': '' }],
    ['what is tried', "try {\n  require('./rates');\n} catch {}\n", {}],
    ['a comment', "// import './rates';\n * import './rates';\n", {}],
    ['a type', "import type { A } from './rates';\n", {}],
    ['what is loaded later', "const a = () => import('./rates');\n", {}],
    ['a package', "import 'express';\n", {}],
  ])('is silent about %s of Node', (_, code, more) => {
    expect(node(code, more)).toEqual([]);
  });
});
