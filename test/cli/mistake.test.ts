import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mistakeIn, withLine } from '../../cli/mistake.js';
import { UserError } from '../../lib/model/user-error.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  writeFileSync(join(directory, 'stack.ts'), "import { a } from './a.js';\nimport b from 'b';\n");
  writeFileSync(
    join(directory, 'main.ts'),
    "class Billing extends Base {\n  constructor() {\n    super('x', {\n      memory: 3,\n      port: 99999,\n    });\n  }\n}\nnew Billing();\n",
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

/** An error with a stack of its own. */
function error(message: string, stack: readonly string[], more: object = {}): Error {
  const made = Object.assign(new TypeError(message), more);
  made.stack = [`${made.name}: ${message}`, ...stack].join('\n');
  return made;
}

const at = (path: string) => `    at f (${join(directory, path)}:3:5)`;
const OURS = `    at resolve (${join(import.meta.dirname, '../../lib/construct/resolve.ts')}:1:1)`;

describe("a mistake in somebody's own TypeScript", () => {
  it.each<[string, () => Error, string]>([
    [
      'that cannot be read',
      () => error(`Transform failed with 1 error:\n${directory}/stack.ts:26:72: ERROR: Expected "}"`, []),
      'stack.ts:26: Expected "}"',
    ],
    [
      'that imports no file',
      () =>
        error(`Cannot find module '${directory}/a.js' imported from ${directory}/stack.ts`, [], {
          code: 'ERR_MODULE_NOT_FOUND',
        }),
      'stack.ts:1: imports "a", and there is no such file',
    ],
    [
      'that imports no package',
      () =>
        error(`Cannot find package 'b' imported from ${directory}/stack.ts`, [], {
          code: 'ERR_MODULE_NOT_FOUND',
        }),
      'stack.ts:2: imports the package "b", which is not installed',
    ],
    [
      'that imports no such name',
      () => {
        const made = new SyntaxError("The requested module './a.js' does not provide an export named 'b'");
        made.stack = `${directory}/stack.ts:2\nimport …`;
        return made;
      },
      "stack.ts:2: The requested module './a.js' does not provide an export named 'b'",
    ],
    [
      'that throws, also where the library does it for them',
      () => error('x is undefined', [OURS, at('constructs/a.ts'), at('main.ts')]),
      'constructs/a.ts:3: TypeError: x is undefined',
    ],
  ])('%s is said with its line', (_, make, message) => {
    expect(mistakeIn(make(), directory)).toMatchObject({ message, fix: expect.any(String) });
  });

  it('is none where nothing of theirs was running', () => {
    const waited = at('main.ts').replace('at f', 'at async f');
    expect(mistakeIn(error('x is undefined', [OURS, waited]), directory)).toBeUndefined();
    expect(mistakeIn(error('connect ECONNREFUSED', [], { code: 'ECONNREFUSED' }), directory)).toBeUndefined();
  });
});

describe('a value that no container can have', () => {
  it.each([
    ['its prop', ['memory'], 4],
    ['a prop that may be more', ['port', 'host'], 5],
    ['its construct', undefined, 3],
  ])('is said with the line of %s', (_, prop, line) => {
    const made = Object.assign(new UserError('x: cannot be 3', 'give it more', prop), {
      stack: `UserError: x\n${OURS}\n    at new Billing (${directory}/main.ts:3:5)\n    at ${directory}/main.ts:9:1`,
    });
    expect(withLine(made, directory)).toMatchObject({
      message: `x: cannot be 3 (main.ts:${line})`,
      fix: 'give it more',
    });
  });

  it('stays as it is where no construct is about it', () => {
    const made = Object.assign(new UserError('no engine'), { stack: `UserError: x\n${OURS}` });
    expect(withLine(made, directory)).toBe(made);
  });
});
